package io.loadplane.model.schedule;

/** What to do when a run of the load test is still active at the time of the next. */
public enum IfRunning {
    /** Leave the new one out. */
    SKIP,
    /** Start the new one when the active one has ended; one at most waits. */
    QUEUE,
    /** Stop the active one, and start the new one when it has ended. */
    REPLACE
}
