/** What is told of a run when it is told as a whole. */
@NullMarked
package io.loadplane.model.report;

import org.jspecify.annotations.NullMarked;
