package io.loadplane.model.schedule;

import io.loadplane.model.loadtest.Overrides;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as a caller wrote it, our defaults filled in.
 *
 * @param loadTest id of a load test, unchecked
 * @param name null for that of the load test
 * @param timing unchecked; null when it could not be read
 */
public record ScheduleDraft(
        String loadTest,
        @Nullable String name,
        @Nullable Timing timing,
        Overrides overrides,
        @Nullable String note,
        IfRunning ifRunning,
        Missed missed,
        boolean paused,
        @Nullable Instant endsAt) {

    /** What it asks for, when nothing is wrong with it. */
    public Schedule.Plan plan(String otherName) {
        if (timing == null) {
            throw new IllegalStateException("a draft without times was not refused");
        }
        return new Schedule.Plan(
                name == null ? otherName : name, timing, overrides, note, ifRunning, missed, paused, endsAt);
    }
}
