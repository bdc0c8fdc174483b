package io.loadplane.model.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a run is to be started.
 *
 * @param rejectIfFull whether to refuse rather than to wait for a place in the environment
 * @param lease how long the run goes on without being renewed; null for as long as it takes
 */
public record StartOptions(
        Priority priority, boolean rejectIfFull, @Nullable Duration lease) {

    public static final StartOptions DEFAULT = new StartOptions(Priority.NORMAL, false, null);
}
