/** A cluster that is only pretended, in a place that outlives every replica, and what is tried out on it. */
@NullMarked
package io.loadplane.simulation;

import org.jspecify.annotations.NullMarked;
