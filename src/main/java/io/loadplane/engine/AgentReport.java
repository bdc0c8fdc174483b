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
 * @param failure of a part of Locust or a listener of the script, in its own words; statistics may be missing since. Null for none
 * @param idleSince when the load of an interactive run last ended, or could first begin; null otherwise
 * @param usersAsked users that a caller asked for last while the load was on; null for none
 * @param lasted from the start of the load to its end; null before that
 * @param underLoad how long users were there, or could have come: without the script's own set-up before and clean-up after them
 * @param doubts what the agent saw that speaks against its own figures
 * @param moments what was measured up to the moments that criteria name; in the final record only
 */
record AgentReport(
        Phase phase,
        boolean endedEarly,
        @Nullable String failure,
        boolean signalled,
        int connected,
        int lost,
        @Nullable Integer usersAsked,
        @Nullable Duration lasted,
        @Nullable Duration underLoad,
        @Nullable Instant idleSince,
        Doubts doubts,
        List<Moment> moments,
        Statistics statistics) {

    /**
     * What makes figures doubtful.
     *
     * @param resetAfter how long the load was on when its statistics were last set back; null when they never were
     * @param busy workers that were too busy to keep their times
     * @param blocked processes whose event loop was late by so much that figures suffered
     * @param missing users that ended by themselves; null when all stayed
     */
    record Doubts(
            @Nullable Duration resetAfter,
            List<BusyWorker> busy,
            List<BlockedLoop> blocked,
            @Nullable MissingUsers missing) {

        static final Doubts NONE = new Doubts(null, List.of(), List.of(), null);
    }

    /**
     * Users that were there and are not any more.
     *
     * @param since how long the load was on when the first was missing
     * @param fewest how many were left at the least
     */
    record MissingUsers(Duration since, int fewest, int target) {}

    /**
     * A worker that used more than 90 % of its core, as Locust itself warns of.
     *
     * @param peak in per cent
     * @param seconds how long altogether
     */
    record BusyWorker(String id, double peak, double seconds) {}

    /**
     * A process whose users, or whatever else it does, had to wait for its event loop.
     *
     * @param id of the worker, as Locust calls it; null for the master
     * @param starved whether for want of a CPU; otherwise by calls of the script that do not give way
     * @param worst how long at the most
     * @param altogether how long in all, short delays left out
     * @param since how long the load was on when it began
     */
    record BlockedLoop(@Nullable String id, boolean starved, Duration worst, Duration altogether, Duration since) {}

    /**
     * What was measured up to one moment.
     *
     * @param after as the criteria name it
     */
    record Moment(String after, Statistics statistics) {}

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
