/** What a run is and measures. */
@NullMarked
package io.loadplane.model.run;

import org.jspecify.annotations.NullMarked;
