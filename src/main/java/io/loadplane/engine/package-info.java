/** Drives every run to its end, whatever dies meanwhile: observe, plan, take one step, repeat. */
@NullMarked
package io.loadplane.engine;

import org.jspecify.annotations.NullMarked;
