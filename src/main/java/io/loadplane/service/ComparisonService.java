package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.AuditEntry.Change;
import io.loadplane.model.comparison.Comparison;
import io.loadplane.model.comparison.ComparisonRules;
import io.loadplane.model.comparison.ComparisonRules.Side;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Validity;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares runs, and says with which one. */
@Singleton
public class ComparisonService {

    private final RunService shown;
    private final LoadTestService shownLoadTests;
    private final LoadTestStore loadTests;
    private final RunStore runs;
    private final AuditService audit;
    private final Clock clock;

    ComparisonService(
            RunService shown,
            LoadTestService shownLoadTests,
            LoadTestStore loadTests,
            RunStore runs,
            AuditService audit,
            Clock clock) {
        this.audit = audit;
        this.shown = shown;
        this.shownLoadTests = shownLoadTests;
        this.loadTests = loadTests;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * Compares a run with another one that the caller may see.
     *
     * @param with null for the baseline of its load test, or else the completed run before it
     * @param tolerance as a share
     */
    public Comparison compare(RunId id, @Nullable RunId with, double tolerance, Caller caller) {
        Run run = shown.find(id, caller);
        Run baseline = with == null
                ? baselineOf(run)
                        .or(() -> runs.findCompletedBefore(run))
                        .orElseThrow(() -> new ControlPlaneException(
                                ControlPlaneException.Kind.NOT_FOUND,
                                "no_baseline",
                                "The load test has no other baseline, and no run completed before this one."))
                : shown.find(with, caller);
        return new ComparisonRules(tolerance).compare(side(baseline), side(run));
    }

    /** With the baseline of its load test; empty when there is none, or when it is this run. */
    Optional<Comparison> compareWithBaseline(Run run, @Nullable Statistics statistics) {
        return baselineOf(run)
                .map(baseline -> new ComparisonRules(ComparisonRules.DEFAULT_TOLERANCE)
                        .compare(side(baseline), new Side(run, statistics)));
    }

    private Optional<Run> baselineOf(Run run) {
        return runs.findBaseline(run.loadTestId())
                .filter(baseline -> !baseline.id().equals(run.id()));
    }

    private Side side(Run run) {
        return new Side(run, runs.statistics(run.id()).orElse(null));
    }

    /** Of a load test that the caller was shown. */
    public Optional<Run> findBaseline(LoadTestId id) {
        return runs.findBaseline(id);
    }

    /**
     * Compares the others with that run from now on; saying it again changes nothing.
     *
     * @param runId as a caller wrote it
     */
    @Transactional
    public Run markBaseline(LoadTestId id, String runId, Caller caller) {
        LoadTest loadTest = requireWritable(id, caller);
        Run run = find(runId)
                .filter(found -> found.loadTestId().equals(id))
                .orElseThrow(() -> new InvalidRequest(Finding.at(
                        "/run_id", "unknown_run", "run_id must be the id of a completed run of this load test")));
        if (run.status() != RunStatus.COMPLETED) {
            throw ControlPlaneException.conflict("run_not_completed", "Only a completed run can be the baseline.");
        } else if (run.validity().state() == Validity.State.DEGRADED) {
            throw ControlPlaneException.conflict(
                    "run_not_valid",
                    "Nothing could be compared with this run, for its load was not generated as asked: %s."
                            .formatted(String.join("; ", run.validity().reasons())));
        }
        String before = baseline(id);
        if (runs.markBaseline(run)) {
            audit.done(
                    caller,
                    Subjects.of(loadTest),
                    Map.of("baseline", new Change(before, run.id().value())));
            runs.note(run.id(), RunEvent.request(clock.instant(), caller.name(), "marked as baseline"));
        }
        return shown.find(run.id(), caller);
    }

    private Optional<Run> find(String runId) {
        try {
            return runs.find(new RunId(runId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Saying it again changes nothing. */
    @Transactional
    public void clearBaseline(LoadTestId id, Caller caller) {
        LoadTest loadTest = requireWritable(id, caller);
        runs.findBaseline(id).ifPresent(run -> {
            runs.clearBaseline(id);
            audit.done(
                    caller,
                    Subjects.of(loadTest),
                    Map.of("baseline", new Change(run.id().value(), null)));
            runs.note(run.id(), RunEvent.request(clock.instant(), caller.name(), "no longer the baseline"));
        });
    }

    private @Nullable String baseline(LoadTestId id) {
        return runs.findBaseline(id).map(run -> run.id().value()).orElse(null);
    }

    private LoadTest requireWritable(LoadTestId id, Caller caller) {
        loadTests.lock(id);
        LoadTest loadTest = shownLoadTests.find(id, caller);
        caller.require(Action.WRITE_LOAD_TESTS, loadTest.environment());
        return loadTest;
    }

    /** Runs of a load test that are over, newest first; of a deleted one too. */
    public List<Run> ended(LoadTestId id, int limit, Caller caller) {
        if (loadTests.environmentOf(id).filter(caller::sees).isEmpty()) {
            throw ControlPlaneException.notFound("load test", id);
        }
        return runs.listEnded(id, limit);
    }
}
