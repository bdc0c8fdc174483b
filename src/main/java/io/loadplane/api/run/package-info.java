/** Runs over HTTP. */
@NullMarked
package io.loadplane.api.run;

import org.jspecify.annotations.NullMarked;
