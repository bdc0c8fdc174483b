package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Findings;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.AuditEntry.Change;
import io.loadplane.model.audit.AuditEntry.Subject;
import io.loadplane.model.audit.Changes;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.run.AnswerStore.Answer;
import io.loadplane.model.run.AnswerStore.Key;
import io.loadplane.model.run.Cleanup;
import io.loadplane.model.run.Lease;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import io.loadplane.model.run.RunQueue;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.StartOptions;
import io.loadplane.model.run.Statistics;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts, shows, stops and forgets runs. */
@Singleton
public class RunService {

    /** As much of a running component's output as one request may read. */
    private static final int MAX_LIVE_LOG = 4 << 20;

    private final LoadTestService loadTests;
    private final RunStore runs;
    private final LoadTestWrites writes;
    private final DefinitionChecks checks;
    private final RunQueue queue;
    private final Targets targets;
    private final AuditService audit;
    private final Clock clock;

    RunService(
            LoadTestService loadTests,
            RunStore runs,
            LoadTestWrites writes,
            DefinitionChecks checks,
            RunQueue queue,
            Targets targets,
            AuditService audit,
            Clock clock) {
        this.loadTests = loadTests;
        this.runs = runs;
        this.writes = writes;
        this.checks = checks;
        this.queue = queue;
        this.targets = targets;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What one run changes, and what is already known to be wrong with it.
     *
     * @param note of the caller; null for none
     */
    public record StartRequest(
            Overrides overrides, @Nullable String note, StartOptions options, Findings findings) {}

    /** Starts another run of the newest revision, once per key. */
    public Answer start(LoadTestId id, StartRequest request, Caller caller, @Nullable Key key) {
        return writes.start(checked(id, request, caller), request, caller, key);
    }

    /** What speaks against the run is thrown later: a call that is repeated gets its answer whatever has changed since. */
    private Supplier<LoadTest> checked(LoadTestId id, StartRequest request, Caller caller) {
        try {
            LoadTest loadTest = loadTests.find(id, caller);
            caller.require(Action.OPERATE_RUNS, loadTest.environment());
            checks.requireApart(loadTest.revision().definition(), request.overrides(), request.findings());
            return () -> loadTest;
        } catch (ControlPlaneException e) {
            return () -> {
                throw e;
            };
        }
    }

    public Run find(RunId id, Caller caller) {
        return runs.find(id)
                .filter(found -> caller.sees(found.settings().environment()))
                .orElseThrow(() -> ControlPlaneException.notFound("run", id));
    }

    /** The run, if the caller may not only see it. */
    Run findOperated(RunId id, Caller caller) {
        Run run = find(id, caller);
        caller.require(Action.OPERATE_RUNS, run.settings().environment());
        return run;
    }

    public Optional<Run> findLatest(LoadTestId id, Caller caller) {
        return runs.findLatest(id).filter(found -> caller.sees(found.settings().environment()));
    }

    public Page<Run> list(RunStore.Filter filter, Page.Request page, Caller caller) {
        return runs.list(filter, caller.reach(Action.SEE), page);
    }

    /** The runs of one load test, also when it is deleted. */
    public Page<Run> listOf(LoadTestId id, Page.Request page, Caller caller) {
        loadTests.requireSeen(id, caller);
        return list(new RunStore.Filter(id, null, null, null, null, null, null, null, Map.of()), page, caller);
    }

    /** Where those among the runs that wait stand in the queues of their environments, from 1. */
    public Map<RunId, Integer> queuePositions(List<Run> some) {
        return runs.queuePositions(some.stream()
                .filter(run -> run.status() == RunStatus.QUEUED)
                .map(Run::id)
                .toList());
    }

    /** Where it stands in the queue of its environment, from 1; null unless it waits there. */
    public @Nullable Integer queuePosition(Run run) {
        return queuePositions(List.of(run)).get(run.id());
    }

    /** Lets the run go on for another term of its lease. */
    @Transactional
    public Run renewLease(RunId id, Caller caller) {
        Lease before = findOperated(id, caller).lease();
        boolean renewed = runs.renewLease(id, clock.instant());
        Run run = find(id, caller);
        if (!renewed && run.lease() == null) {
            throw ControlPlaneException.conflict("no_lease", "The run was started without a lease.");
        } else if (!renewed) {
            throw ControlPlaneException.conflict(
                    "run_terminal", "The run is over; its lease does not matter any more.");
        }
        audit.done(caller, subject(run), Changes.between(before, run.lease()));
        return run;
    }

    /** The run, with its lease renewed if it has one, is not over, and the caller may do that. */
    public Run lookAfter(RunId id, Caller caller) {
        Run run = find(id, caller);
        if (!caller.may(Action.OPERATE_RUNS, run.settings().environment())) {
            return run;
        }
        runs.renewLease(id, clock.instant());
        return find(id, caller);
    }

    /** Asks the run to stop; asking again changes nothing. */
    public Run stop(RunId id, Caller caller) {
        Run run = requestStop(id, caller);
        queue.wake(id);
        return run;
    }

    @Transactional
    Run requestStop(RunId id, Caller caller) {
        findOperated(id, caller);
        boolean asked = runs.requestStop(id, new Run.Stop(clock.instant(), caller.name(), false));
        Run run = find(id, caller);
        if (!asked && run.status().isTerminal()) {
            throw ControlPlaneException.conflict("run_terminal", "The run is over; there is nothing left to stop.");
        }
        if (asked) {
            audit.done(caller, subject(run), Map.of("stop_requested", new Change(false, true)));
        }
        return run;
    }

    /** Exempts the run from retention, or no longer; saying it again changes nothing. */
    @Transactional
    public Run keep(RunId id, boolean keep, Caller caller) {
        Run found = findOperated(id, caller);
        if (runs.keep(id, keep)) {
            runs.note(
                    id,
                    RunEvent.request(
                            clock.instant(), caller.name(), keep ? "kept for ever" : "no longer kept for ever"));
            audit.done(caller, subject(found), Map.of("keep", new Change(!keep, keep)));
        }
        return find(id, caller);
    }

    @Transactional
    public void delete(RunId id, Caller caller) {
        Run run = findOperated(id, caller);
        if (!run.status().isTerminal()) {
            throw ControlPlaneException.conflict(
                    "run_active", "The run is active; stop it and wait for its end first.");
        }
        if (run.cleanup() == Cleanup.PENDING) {
            throw ControlPlaneException.conflict(
                    "cleanup_pending", "The run's processes are still being removed; try again in some seconds.");
        }
        if (!runs.delete(id)) {
            find(id, caller); // somebody else may have been quicker
            throw ControlPlaneException.conflict(
                    "run_is_baseline", "The run is the baseline of its load test; mark another one, or none, first.");
        }
        audit.done(
                caller,
                subject(run),
                Map.of(
                        "load_test_id", new Change(run.loadTestId().value(), null),
                        "number", new Change(run.number(), null)));
    }

    private static Subject subject(Run run) {
        return Subjects.of(run.id(), run.settings());
    }

    public Page<RunEvent> events(RunId id, Page.Request page, Caller caller) {
        find(id, caller);
        return runs.events(id, page);
    }

    /** Of a run that the caller was shown; empty before there is any. */
    public Optional<Sample> latestSample(Run run) {
        return runs.latestSample(run.id());
    }

    /** The result, or the newest statistics, of a run that the caller was shown; empty before there are any. */
    public Optional<Statistics> statistics(Run run) {
        return runs.statistics(run.id());
    }

    /** What a component printed so far; after clean-up, what was kept of it. */
    public RunLog log(RunId id, RunLog.Component component, int index, Caller caller) {
        Run run = find(id, caller);
        return runs.log(id, component, index).orElseGet(() -> liveLog(run, component, index));
    }

    private RunLog liveLog(Run run, RunLog.Component component, int index) {
        boolean exists = component == RunLog.Component.MASTER
                ? index == 0
                : index < run.settings().replicas();
        if (!exists) {
            throw ControlPlaneException.notFound(
                    "such component:", "%s %d".formatted(component.name().toLowerCase(Locale.ROOT), index));
        }
        if (run.cleanup() == Cleanup.DONE) {
            return new RunLog(component, index, new byte[0], 0);
        }
        Placement placement = targets.placementOf(run, "");
        return targets.clusterOf(placement.target()).log(placement, component, index, MAX_LIVE_LOG);
    }
}
