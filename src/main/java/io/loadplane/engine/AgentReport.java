package io.loadplane.engine;

import io.loadplane.model.run.Statistics;

/**
 * What the agent of a master says, read from its document.
 *
 * @param endedEarly whether Locust ended the load by itself because no worker was left
 * @param stoppedOnRequest whether the load ended because it was told to
 */
record AgentReport(
        Phase phase,
        boolean endedEarly,
        boolean broken,
        int connected,
        int lost,
        int usersTarget,
        Statistics statistics) {

    /** Where a master is with its load. */
    enum Phase {
        WAITING,
        RUNNING,
        STOPPING,
        FINAL
    }
}
