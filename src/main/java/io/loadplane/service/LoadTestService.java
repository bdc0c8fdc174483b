package io.loadplane.service;

import io.loadplane.model.Caller;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.ControlPlaneException.Kind;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Draft;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Revision;
import io.loadplane.model.run.AnswerStore.Answer;
import io.loadplane.model.run.AnswerStore.Key;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStore;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores load tests and their revisions. */
@Singleton
public class LoadTestService {

    private final LoadTestStore loadTests;
    private final RunStore runs;
    private final RunStarts starts;
    private final DefinitionChecks checks;
    private final Idempotency idempotency;
    private final Ids ids;

    LoadTestService(
            LoadTestStore loadTests,
            RunStore runs,
            RunStarts starts,
            DefinitionChecks checks,
            Idempotency idempotency,
            Ids ids) {
        this.loadTests = loadTests;
        this.runs = runs;
        this.starts = starts;
        this.checks = checks;
        this.idempotency = idempotency;
        this.ids = ids;
    }

    /**
     * How a load test is to be created.
     *
     * @param start whether to start a run too
     * @param reviseExisting whether an existing load test of that name gets a new revision instead
     */
    public record CreateOptions(boolean start, boolean reviseExisting) {}

    /** Stores a load test and starts its first run, once per key. */
    @Transactional
    public Answer create(Draft draft, CreateOptions options, Caller caller, @Nullable Key key) {
        return idempotency.once(key, () -> {
            checks.require(draft);
            Stored stored = store(draft.definition(), options, caller);
            RunId run = options.start() ? starts.start(stored.loadTest(), caller) : null;
            return new Answer(
                    key == null ? "" : key.requestHash(), stored.loadTest().id(), run, stored.isNew());
        });
    }

    /** Checks a definition like {@link #create} and stores nothing; what would be created on the target. */
    public List<String> validate(Draft draft) {
        checks.require(draft);
        return checks.manifests(draft.definition());
    }

    public LoadTest find(LoadTestId id) {
        return loadTests.find(id).orElseThrow(() -> ControlPlaneException.notFound("load test", id));
    }

    public Page<LoadTestStore.Overview> list(LoadTestStore.Filter filter, Page.Request page) {
        return loadTests.list(filter, page);
    }

    public Page<Revision> revisions(LoadTestId id, Page.Request page) {
        Page<Revision> revisions = loadTests.revisions(id, page);
        if (revisions.items().isEmpty() && page.after() == null) {
            throw ControlPlaneException.notFound("load test", id);
        }
        return revisions;
    }

    public Revision revision(LoadTestId id, int number) {
        return loadTests
                .findRevision(id, number)
                .orElseThrow(
                        () -> ControlPlaneException.notFound("revision", "%d of load test %s".formatted(number, id)));
    }

    /** Makes a new revision; none when nothing changed. */
    @Transactional
    public LoadTest revise(LoadTestId id, Draft draft, int expectedVersion, Caller caller) {
        LoadTest current = find(id);
        requireVersion(current, expectedVersion);
        checks.require(draft);
        requireSameIdentity(current, draft);
        return newest(current, draft.definition(), caller).orElseThrow(LoadTestService::changedMeanwhile);
    }

    @Transactional
    public void delete(LoadTestId id, int expectedVersion) {
        LoadTest current = find(id);
        requireVersion(current, expectedVersion);
        if (runs.hasActive(id)) {
            throw ControlPlaneException.conflict(
                    "run_active", "A run of this load test is active; stop it and wait for its end first.");
        }
        if (!loadTests.delete(current, ids.clock().instant())) {
            throw changedMeanwhile();
        }
    }

    private record Stored(LoadTest loadTest, boolean isNew) {}

    private Stored store(Definition definition, CreateOptions options, Caller caller) {
        Instant now = ids.clock().instant();
        LoadTest created = new LoadTest(
                new LoadTestId(ids.next(LoadTestId.PREFIX)),
                1,
                new Revision(1, definition, now, caller.name()),
                now,
                now,
                null);
        if (loadTests.insert(created)) {
            return new Stored(created, true);
        }
        LoadTest existing = findNamed(created);
        if (!options.reviseExisting()) {
            throw new ControlPlaneException(
                    Kind.CONFLICT,
                    "already_exists",
                    "There is already a load test \"%s\" in the environment \"%s\"; use another name, or \"if_exists\": \"revise\"."
                            .formatted(created.name(), created.environment()),
                    Map.of("existing_id", existing.id().value()));
        }
        LoadTest revised = newest(existing, definition, caller)
                .orElseThrow(() -> ControlPlaneException.conflict(
                        "concurrent_change", "Somebody else is changing this load test right now; repeat the call."));
        return new Stored(revised, revised.version() != existing.version());
    }

    private LoadTest findNamed(LoadTest created) {
        Optional<LoadTest> existing = loadTests.findByName(created.environment(), created.name());
        return existing.orElseThrow(LoadTestService::changedMeanwhile);
    }

    /** The load test with that definition; empty when somebody else changed it since it was read. */
    private Optional<LoadTest> newest(LoadTest current, Definition definition, Caller caller) {
        if (current.revision().definition().equals(definition)) {
            return Optional.of(current);
        }
        LoadTest next = current.revise(definition, caller.name(), ids.clock().instant());
        return loadTests.revise(next) ? Optional.of(next) : Optional.empty();
    }

    private static void requireVersion(LoadTest current, int expected) {
        if (current.version() != expected) {
            throw changedMeanwhile();
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

    private static ControlPlaneException changedMeanwhile() {
        return new ControlPlaneException(
                Kind.PRECONDITION_FAILED,
                "version_mismatch",
                "The load test was changed since you read it; read it again and repeat the change.");
    }
}
