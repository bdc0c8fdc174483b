package io.loadplane.model.schedule;

import java.time.Instant;

/** How callers' changes reach the engine; both methods join the transaction of the change. */
public interface ScheduleQueue {

    /** Has {@link Firings#settle} called for this version of the schedule. */
    void schedule(Schedule schedule, Instant at);

    /** Spares the engine to look at a version that is no more. */
    void forget(Schedule schedule);
}
