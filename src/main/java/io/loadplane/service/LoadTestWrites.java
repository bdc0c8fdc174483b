package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.ControlPlaneException.Kind;
import io.loadplane.model.Ids;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.Changes;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.loadtest.Revision;
import io.loadplane.model.run.AnswerStore.Answer;
import io.loadplane.model.run.AnswerStore.Key;
import io.loadplane.model.run.RunId;
import io.loadplane.service.LoadTestService.CreateOptions;
import io.loadplane.service.RunService.StartRequest;
import io.loadplane.service.Subjects.Revised;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes definitions, and starts runs, that have been checked. The checks come before the transaction begins: they take a
 * while, and the engine needs the connections meanwhile.
 */
@Singleton
class LoadTestWrites {

    private final LoadTestStore loadTests;
    private final RunStarts starts;
    private final Idempotency idempotency;
    private final AuditService audit;
    private final Ids ids;

    LoadTestWrites(LoadTestStore loadTests, RunStarts starts, Idempotency idempotency, AuditService audit, Ids ids) {
        this.loadTests = loadTests;
        this.starts = starts;
        this.idempotency = idempotency;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * Starts a run, once per key.
     *
     * @param checked the load test, or what speaks against a run of it
     */
    @Transactional
    Answer start(Supplier<LoadTest> checked, StartRequest request, Caller caller, @Nullable Key key) {
        return idempotency.once(key, () -> {
            LoadTest loadTest = checked.get();
            RunId run = starts.start(loadTest, request.overrides(), request.note(), request.options(), caller);
            return new Answer(key == null ? "" : key.requestHash(), loadTest.id(), run, true);
        });
    }

    @Transactional
    Answer create(Definition definition, CreateOptions options, Caller caller, @Nullable Key key) {
        return idempotency.once(key, () -> {
            Stored stored = store(definition, options, caller);
            RunId run = options.start() == null
                    ? null
                    : starts.start(stored.loadTest(), Overrides.NONE, null, options.start(), caller);
            return new Answer(
                    key == null ? "" : key.requestHash(), stored.loadTest().id(), run, stored.isNew());
        });
    }

    /** The load test with that definition; empty when somebody else changed it since it was read. */
    @Transactional
    Optional<LoadTest> revise(LoadTest current, Definition definition, Caller caller) {
        return newest(current, definition, caller);
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
            audit.done(caller, Subjects.of(created), Changes.between(null, Revised.of(created)));
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
        return existing.orElseThrow(() -> ControlPlaneException.changedMeanwhile("load test"));
    }

    private Optional<LoadTest> newest(LoadTest current, Definition definition, Caller caller) {
        if (current.revision().definition().equals(definition)) {
            return Optional.of(current);
        }
        LoadTest next = current.revise(definition, caller.name(), ids.clock().instant());
        if (!loadTests.revise(next)) {
            return Optional.empty();
        }
        audit.done(caller, Subjects.of(next), Changes.between(Revised.of(current), Revised.of(next)));
        return Optional.of(next);
    }
}
