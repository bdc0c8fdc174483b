/** Whether a run was better or worse than another one, beyond noise. */
@NullMarked
package io.loadplane.model.comparison;

import org.jspecify.annotations.NullMarked;
