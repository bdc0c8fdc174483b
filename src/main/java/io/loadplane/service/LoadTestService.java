package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.Changes;
import io.loadplane.model.loadtest.Draft;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Revision;
import io.loadplane.model.run.AnswerStore.Answer;
import io.loadplane.model.run.AnswerStore.Key;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.run.StartOptions;
import io.loadplane.model.schedule.ScheduleStore;
import io.loadplane.service.Subjects.Revised;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores load tests and their revisions. */
@Singleton
public class LoadTestService {

    private final LoadTestStore loadTests;
    private final RunStore runs;
    private final ScheduleStore schedules;
    private final LoadTestWrites writes;
    private final DefinitionChecks checks;
    private final AuditService audit;
    private final Ids ids;

    LoadTestService(
            LoadTestStore loadTests,
            RunStore runs,
            ScheduleStore schedules,
            LoadTestWrites writes,
            DefinitionChecks checks,
            AuditService audit,
            Ids ids) {
        this.loadTests = loadTests;
        this.runs = runs;
        this.schedules = schedules;
        this.writes = writes;
        this.checks = checks;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * How a load test is to be created.
     *
     * @param start how to start a run too; null for none
     * @param reviseExisting whether an existing load test of that name gets a new revision instead
     */
    public record CreateOptions(@Nullable StartOptions start, boolean reviseExisting) {}

    /** Stores a load test and starts its first run, once per key. */
    public Answer create(Draft draft, CreateOptions options, Caller caller, @Nullable Key key) {
        checks.require(draft, caller);
        String environment = draft.definition().settings().environment();
        if (options.start() != null) {
            caller.require(Action.OPERATE_RUNS, environment);
        }
        return writes.create(draft.definition(), options, caller, key);
    }

    /** Checks a definition like {@link #create} and stores nothing; what would be created on the target. */
    public List<String> validate(Draft draft, Caller caller) {
        checks.require(draft, caller);
        return checks.manifests(draft.definition());
    }

    public LoadTest find(LoadTestId id, Caller caller) {
        return loadTests
                .find(id)
                .filter(found -> caller.sees(found.environment()))
                .orElseThrow(() -> ControlPlaneException.notFound("load test", id));
    }

    public Page<LoadTestStore.Overview> list(LoadTestStore.Filter filter, Page.Request page, Caller caller) {
        return loadTests.list(filter, caller.reach(Action.SEE), page);
    }

    public Page<Revision> revisions(LoadTestId id, Page.Request page, Caller caller) {
        requireSeen(id, caller);
        return loadTests.revisions(id, page);
    }

    /** Ends the request when there is no such load test, not even a deleted one, where the caller may see it. */
    void requireSeen(LoadTestId id, Caller caller) {
        if (loadTests.environmentOf(id).filter(caller::sees).isEmpty()) {
            throw ControlPlaneException.notFound("load test", id);
        }
    }

    public Revision revision(LoadTestId id, int number, Caller caller) {
        return loadTests
                .findRevision(id, number)
                .filter(found -> caller.sees(found.definition().settings().environment()))
                .orElseThrow(
                        () -> ControlPlaneException.notFound("revision", "%d of load test %s".formatted(number, id)));
    }

    /** Makes a new revision; none when nothing changed. */
    public LoadTest revise(LoadTestId id, Draft draft, int expectedVersion, Caller caller) {
        LoadTest current = find(id, caller);
        caller.require(Action.WRITE_LOAD_TESTS, current.environment());
        requireVersion(current, expectedVersion);
        checks.require(draft, caller);
        requireSameIdentity(current, draft);
        return writes.revise(current, draft.definition(), caller)
                .orElseThrow(() -> ControlPlaneException.changedMeanwhile("load test"));
    }

    @Transactional
    public void delete(LoadTestId id, int expectedVersion, Caller caller) {
        loadTests.lock(id);
        LoadTest current = find(id, caller);
        caller.require(Action.WRITE_LOAD_TESTS, current.environment());
        requireVersion(current, expectedVersion);
        if (!runs.active(id).isEmpty()) {
            throw ControlPlaneException.conflict(
                    "run_active", "A run of this load test is active; stop it and wait for its end first.");
        }
        List<ScheduleId> scheduled = schedules.of(id);
        if (!scheduled.isEmpty()) {
            throw ControlPlaneException.conflict(
                    "schedule_exists",
                    "The load test has schedules; delete them first: "
                            + scheduled.stream().map(ScheduleId::value).collect(Collectors.joining(", ")) + ".");
        }
        // Nothing will be compared with it any more, and nobody could say so later.
        runs.clearBaseline(id);
        if (!loadTests.delete(current, ids.clock().instant())) {
            throw ControlPlaneException.changedMeanwhile("load test");
        }
        audit.done(caller, Subjects.of(current), Changes.between(Revised.of(current), null));
    }

    private static void requireVersion(LoadTest current, int expected) {
        if (current.version() != expected) {
            throw ControlPlaneException.changedMeanwhile("load test");
        }
    }

    /** Runs are listed under name and environment; changing them would rewrite history. */
    private static void requireSameIdentity(LoadTest current, Draft draft) {
        if (!current.name().equals(draft.definition().settings().name())) {
            draft.findings().error("/name", "immutable", "name cannot change; it is \"%s\"".formatted(current.name()));
        }
        if (!current.environment().equals(draft.definition().settings().environment())) {
            draft.findings()
                    .error(
                            "/environment",
                            "immutable",
                            "environment cannot change; it is \"%s\"".formatted(current.environment()));
        }
        draft.findings().throwIfAny();
    }
}
