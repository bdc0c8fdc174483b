/** When runs differ, and when not. */
@NullMarked
package io.loadplane.model.comparison;

import org.jspecify.annotations.NullMarked;
