package io.loadplane.service;

import io.loadplane.model.Caller;
import io.loadplane.model.Ids;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunQueue;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.StartOptions;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Starts runs: the row and the task that drives it come into being in one transaction, that of the caller. */
@Singleton
class RunStarts {

    private final RunStore runs;
    private final RunQueue queue;
    private final Targets targets;
    private final Ids ids;

    RunStarts(RunStore runs, RunQueue queue, Targets targets, Ids ids) {
        this.runs = runs;
        this.queue = queue;
        this.targets = targets;
        this.ids = ids;
    }

    RunId start(LoadTest loadTest, Caller caller, StartOptions options) {
        return start(loadTest, loadTest.revision().definition().settings(), new Request(caller, null, options));
    }

    /** Who wants a run, and how. */
    record Request(Caller caller, @Nullable String note, StartOptions options) {}

    RunId start(LoadTest loadTest, Settings settings, Request request) {
        if (request.options().rejectIfFull()) {
            runs.requirePlace(settings);
        }
        RunId id = new RunId(ids.next(RunId.PREFIX));
        Target target = targets.of(settings);
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
                request.caller().name(),
                request.note(),
                request.options().priority(),
                targets.clusterOf(target).outputs(deployment));
        runs.insert(new RunStore.NewRun(
                id,
                loadTest.id(),
                loadTest.revision().number(),
                placed,
                token,
                origin,
                request.options().lease()));
        queue.schedule(id);
        return id;
    }
}
