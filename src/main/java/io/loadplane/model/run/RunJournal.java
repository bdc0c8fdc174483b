package io.loadplane.model.run;

import io.loadplane.model.loadtest.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine writes about a run, one transaction per method. Every write names the epoch of its owner and is
 * refused with {@link OwnershipLost} once another owner has claimed the run: an owner that slept through its lease
 * can do no harm.
 */
public interface RunJournal {

    /** Another owner drives the run now; whoever gets this must leave it alone. */
    final class OwnershipLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public OwnershipLost(RunId id, long epoch) {
            super("run %s is no longer owned under epoch %d".formatted(id, epoch));
        }
    }

    /**
     * What a new owner needs to go on.
     *
     * @param manifests what was brought to the target; empty before
     */
    record Claimed(Run run, Source source, String agentToken, List<String> manifests) {}

    /** Takes the run over; null when it is gone, or when a later owner has it. */
    @Nullable
    Claimed claim(RunId id, Owner owner, Instant now);

    /**
     * Who drives a run.
     *
     * @param name of the process
     * @param epoch counts the owners of the run
     */
    record Owner(String name, long epoch) {}

    /**
     * Gives the run a place in its environment, if there is one, no other run comes first and runs may start there at
     * the time of the event: it is provisioning then.
     *
     * @param event of its move
     * @return why it must wait; empty when it has its place
     */
    Optional<Reason> admit(Run queued, long epoch, RunEvent event);

    /** Keeps what is about to be created for a run; what was kept before stays. */
    void keepManifests(RunId id, long epoch, List<String> manifests);

    /** The run as it is now: callers may have asked it to stop. */
    Run read(RunId id, long epoch);

    /** Stores the run as it is, and what happened, in order. */
    void record(Run run, long epoch, List<RunEvent> events);

    /**
     * Stores one sample of a running run.
     *
     * @param endpoints statistics with endpoints; null on ticks that keep totals only
     */
    void recordSample(Run run, long epoch, Sample sample, @Nullable Statistics endpoints);

    /** The baseline of a run's load test with its complete result, if there is one and it is another run. */
    Optional<Baseline> baseline(Run run);

    /** A run that others are compared with, and what it measured. */
    record Baseline(Run run, Statistics statistics) {}

    /**
     * What is left of a run when it ends.
     *
     * @param statistics null when nothing was measured
     * @param report Locust's own, as HTML; empty for none
     */
    record Result(@Nullable Statistics statistics, byte[] report) {

        public static Result of(@Nullable Statistics statistics) {
            return new Result(statistics, new byte[0]);
        }
    }

    /** Ends the run: its last status, its result and the event, or none of them. */
    void recordEnd(Run run, long epoch, Result result, List<RunEvent> events);

    /** Keeps the logs; those that are already kept stay as they are. */
    void recordLogs(Run run, long epoch, List<RunLog> logs);
}
