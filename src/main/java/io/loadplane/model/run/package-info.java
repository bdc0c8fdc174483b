/** One execution of one revision: where it is, why, and what it measured. */
@NullMarked
package io.loadplane.model.run;

import org.jspecify.annotations.NullMarked;
