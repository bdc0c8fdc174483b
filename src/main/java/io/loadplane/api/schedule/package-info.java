/** Schedules over HTTP. */
@NullMarked
package io.loadplane.api.schedule;

import org.jspecify.annotations.NullMarked;
