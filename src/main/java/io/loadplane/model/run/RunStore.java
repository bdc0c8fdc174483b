package io.loadplane.model.run;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Durable runs as callers see them. What the engine writes goes through {@link RunJournal}. */
public interface RunStore {

    /**
     * Which runs are asked for; null and empty mean any.
     *
     * @param labels all of them must be there
     */
    record Filter(
            @Nullable LoadTestId loadTestId,
            @Nullable ScheduleId scheduleId,
            @Nullable RunStatus status,
            @Nullable Verdict verdict,
            @Nullable String environment,
            @Nullable String startedBy,
            @Nullable Instant createdAfter,
            @Nullable Instant createdBefore,
            Map<String, String> labels) {}

    /** Stores a queued run under the next number of its load test, with its first event. */
    Run insert(NewRun run);

    /**
     * A run that has no number yet.
     *
     * @param agentToken opens the run's agent, and nothing else
     * @param lease how long it goes on without being renewed; null for as long as it takes
     */
    record NewRun(
            RunId id,
            LoadTestId loadTestId,
            int revision,
            Settings settings,
            String agentToken,
            Run.Origin origin,
            @Nullable Duration lease) {}

    /**
     * Refuses, until the end of the transaction, that a place is given away that a run with those settings needs.
     *
     * @throws io.loadplane.model.ControlPlaneException when there is no such place now
     */
    void requirePlace(Settings settings);

    /** Where runs stand in the queues of their environments, from 1; those that do not wait are left out. */
    Map<RunId, Integer> queuePositions(List<RunId> ids);

    /** False when the run has no lease, or is over. */
    boolean renewLease(RunId id, Instant now);

    Optional<Run> find(RunId id);

    Optional<Run> findLatest(LoadTestId id);

    /** Verdict of the run of the load test that was judged last, this one left aside. */
    Optional<Verdict> verdictBefore(Run run);

    /** Newest first. */
    Page<Run> list(Filter filter, Reach reach, Page.Request page);

    /** Those of a load test that are not terminal, oldest first. */
    List<RunId> active(LoadTestId id);

    /** How many runs of an environment are in a status that is not terminal; the oldest was asked for at that time. */
    record Tally(String environment, RunStatus status, long runs, Instant oldest) {}

    /** Of every environment; one without such runs has one line with none of them queued. */
    List<Tally> tally();

    /** Writes down once that somebody wants the run to stop; false when it was already asked or is over. */
    boolean requestStop(RunId id, Run.Stop stop);

    /** Exempts the run from retention, or no longer; false when it was so already. */
    boolean keep(RunId id, boolean keep);

    /** Forgets the run and all that belongs to it; false when it is a baseline, or gone already. */
    boolean delete(RunId id);

    /** The run that the others of the load test are compared with. */
    Optional<Run> findBaseline(LoadTestId id);

    /** Makes the run the one baseline of its load test; false when it was so already. */
    boolean markBaseline(Run run);

    /** Leaves the load test without a baseline. */
    void clearBaseline(LoadTestId id);

    /** The last run of the same load test before this one that completed. */
    Optional<Run> findCompletedBefore(Run run);

    /** Those of a load test that are over, newest first. */
    List<Run> listEnded(LoadTestId id, int limit);

    /** In order; {@code after} is the {@code seq} of the last one already known. */
    Page<RunEvent> events(RunId id, Page.Request page);

    /** In order. */
    List<Sample> samples(RunId id);

    Optional<Sample> latestSample(RunId id);

    /** The result, or before that the newest statistics with endpoints. */
    Optional<Statistics> statistics(RunId id);

    /** What was kept of a component's output; empty before clean-up. */
    Optional<RunLog> log(RunId id, RunLog.Component component, int index);

    /** Locust's own report as HTML; empty before the end, and for runs that left none. */
    Optional<byte[]> report(RunId id);

    /** The key to the run's agent; empty when there is no such run. */
    String agentToken(RunId id);

    /** Adds a line to the run's timeline. */
    void note(RunId id, RunEvent event);

    /** Whether something of that run may rightly be on its target. */
    boolean isExpectedOnTarget(RunId id);
}
