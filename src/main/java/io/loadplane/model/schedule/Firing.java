package io.loadplane.model.schedule;

import io.loadplane.model.run.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one time at which a schedule was due.
 *
 * @param dueAt when that was
 * @param at when this came out of it
 * @param run the run that it started; null when it started none
 * @param message what happened otherwise, in a sentence; null when all went as asked
 */
public record Firing(
        Instant dueAt,
        Instant at,
        Outcome outcome,
        @Nullable RunId run,
        @Nullable String message) {

    /** What can become of it. */
    public enum Outcome {
        STARTED,
        /** Started in the place of another run, which was stopped for it. */
        REPLACED,
        /** Waits for the end of another run. */
        QUEUED,
        SKIPPED,
        /** Nobody could start it in time. */
        MISSED,
        /** The run was refused. */
        FAILED
    }

    public boolean waits() {
        return outcome == Outcome.QUEUED;
    }
}
