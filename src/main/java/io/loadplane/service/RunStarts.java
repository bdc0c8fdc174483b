package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Ids;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.Changes;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.policy.Policy;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunQueue;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.run.StartOptions;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts runs: the row and the task that drives it come into being in one transaction, that of the caller. */
@Singleton
class RunStarts {

    private final RunStore runs;
    private final RunQueue queue;
    private final Targets targets;
    private final AuditService audit;
    private final Ids ids;

    RunStarts(RunStore runs, RunQueue queue, Targets targets, AuditService audit, Ids ids) {
        this.audit = audit;
        this.runs = runs;
        this.queue = queue;
        this.targets = targets;
        this.ids = ids;
    }

    /**
     * Who or what starts a run, and how.
     *
     * @param name goes into the timeline and into {@code started_by}
     * @param note null for none
     * @param schedule null when a caller starts it
     */
    record Starter(
            String name, @Nullable String note, @Nullable ScheduleId schedule, StartOptions options) {}

    private record Asked(
            LoadTestId loadTestId,
            int revision,
            Overrides overrides,
            @Nullable String note,
            StartOptions options) {}

    /** Starts what a caller asks for. */
    RunId start(LoadTest loadTest, Overrides overrides, @Nullable String note, StartOptions options, Caller caller) {
        Settings settings = loadTest.revision().definition().settings().with(overrides);
        RunId run = start(loadTest, settings, new Starter(caller.name(), note, null, options));
        Asked asked = new Asked(loadTest.id(), loadTest.revision().number(), overrides, note, options);
        audit.done(caller, Subjects.of(run, settings), Changes.between(null, asked));
        return run;
    }

    /** Why no run starts in that environment now; empty when one may. */
    Optional<Policy.Closed> closed(Settings settings) {
        return closed(targets.of(settings));
    }

    RunId start(LoadTest loadTest, Settings settings, Starter starter) {
        Target target = targets.of(settings);
        closed(target).ifPresent(closed -> refuse(closed, settings.environment()));
        if (starter.options().rejectIfFull()) {
            runs.requirePlace(settings);
        }
        RunId id = new RunId(ids.next(RunId.PREFIX));
        Settings placed = settings.at(
                target.credential().id().value(),
                target.namespace(),
                target.environment().limits().deadlineOf(settings));
        String token = ids.secret();
        Deployment deployment = new Deployment(
                new Placement(id, target, placed.replicas(), token),
                placed,
                loadTest.revision().definition().source());
        Run.Origin origin = new Run.Origin(
                ids.clock().instant(),
                starter.name(),
                starter.note(),
                starter.options().priority(),
                targets.clusterOf(target).outputs(deployment),
                starter.schedule());
        runs.insert(new RunStore.NewRun(
                id,
                loadTest.id(),
                loadTest.revision().number(),
                placed,
                token,
                origin,
                starter.options().lease()));
        queue.schedule(id);
        return id;
    }

    private Optional<Policy.Closed> closed(Target target) {
        return target.environment().policy().closed(ids.clock().instant());
    }

    private static void refuse(Policy.Closed closed, String environment) {
        String sentence = closed.sentence(environment);
        throw new ControlPlaneException(
                ControlPlaneException.Kind.CONFLICT,
                "forbidden_time",
                sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".",
                closed.until() == null
                        ? Map.of()
                        : Map.of("opens_at", closed.until().toString()));
    }
}
