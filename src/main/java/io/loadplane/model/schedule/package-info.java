/** Runs that start by themselves: when, and what happens at each time. */
@NullMarked
package io.loadplane.model.schedule;

import org.jspecify.annotations.NullMarked;
