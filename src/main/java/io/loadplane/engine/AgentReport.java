package io.loadplane.engine;

import io.loadplane.model.run.Statistics;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the agent of a master says, read from its document.
 *
 * @param endedEarly whether Locust ended the load by itself because no worker was left
 * @param signalled whether the master was told to end by a signal while its load was on
 * @param broken whether a part of Locust has failed, so that statistics may be missing
 * @param idleSince when the load of an interactive run last ended, or could first begin; null otherwise
 * @param lasted from the start of the load to its end; null before that
 */
record AgentReport(
        Phase phase,
        boolean endedEarly,
        boolean broken,
        boolean signalled,
        int connected,
        int lost,
        @Nullable Duration lasted,
        @Nullable Instant idleSince,
        Statistics statistics) {

    /** Where a master is with its load. */
    enum Phase {
        WAITING,
        /** A person may start the load at any time. */
        IDLE,
        RUNNING,
        STOPPING,
        FINAL
    }
}
