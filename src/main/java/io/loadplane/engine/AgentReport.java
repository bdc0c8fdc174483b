package io.loadplane.engine;

import io.loadplane.model.run.Statistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent of a master says, read from its document.
 *
 * @param endedEarly whether Locust ended the load by itself because no worker was left
 * @param signalled whether the master was told to end by a signal while its load was on
 * @param broken whether a part of Locust has failed, so that statistics may be missing
 * @param idleSince when the load of an interactive run last ended, or could first begin; null otherwise
 * @param lasted from the start of the load to its end; null before that
 * @param doubts what the agent saw that speaks against its own figures
 * @param moments what was measured up to the moments that criteria name; in the final record only
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
        Doubts doubts,
        List<Moment> moments,
        Statistics statistics) {

    /**
     * What makes figures doubtful.
     *
     * @param resetAfter how long the load was on when its statistics were last set back; null when they never were
     * @param busy workers that were too busy to keep their times
     */
    record Doubts(@Nullable Duration resetAfter, List<BusyWorker> busy) {

        static final Doubts NONE = new Doubts(null, List.of());
    }

    /**
     * A worker that used more than 90 % of its core, as Locust itself warns of.
     *
     * @param peak in per cent
     * @param seconds how long altogether
     */
    record BusyWorker(String id, double peak, double seconds) {}

    /**
     * What was measured up to one moment.
     *
     * @param after as the criteria name it
     * @param elapsed since the start of the load
     */
    record Moment(String after, Duration elapsed, Statistics statistics) {}

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
