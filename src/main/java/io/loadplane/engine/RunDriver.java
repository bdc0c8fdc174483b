package io.loadplane.engine;

import io.loadplane.model.DatabaseState;
import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Observation;
import io.loadplane.model.run.Cleanup;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one run under one ownership: looks, asks the planner, has the step taken, until there is nothing left to do. */
final class RunDriver {

    private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    /** As long as nobody knows better, a target that refuses something may still change its mind. */
    private static final int REFUSALS_UNTIL_GIVEN_UP = 5;

    private static final int FAULTS_UNTIL_GIVEN_UP = 6;
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(1);

    private final RunPlanner planner;
    private final RunSteps steps;
    private final Cluster cluster;
    private final boolean takenOver;
    private final Timeline timeline = new Timeline();
    private final Duration tick;
    private Instant lastChange = Instant.EPOCH;
    private boolean unreachable;
    private final EngineFigures figures;
    private final DatabaseState database;
    private int silences;
    private @Nullable Instant silentSince;
    private int refusals;
    private int faults;

    RunDriver(RunPlanner planner, RunSteps steps, Duration tick, EngineFigures figures, DatabaseState database) {
        this.database = database;
        this.planner = planner;
        this.steps = steps;
        this.cluster = steps.cluster();
        this.tick = tick;
        this.figures = figures;
        this.takenOver = steps.run().status() != RunStatus.QUEUED;
    }

    /** Takes steps until one asks to wait; how long, or empty when there is nothing left to do. */
    Optional<Duration> advance() {
        try {
            while (true) {
                RunStep step = figures.timed("look", this::nextStep);
                if (step instanceof RunStep.Leave) {
                    return Optional.empty();
                }
                take(step);
                silences = 0;
                refusals = 0;
                faults = 0;
                if (waitsAfter(step)) {
                    return Optional.of(pause());
                }
            }
        } catch (ClusterException refusal) {
            return Optional.of(backOff(refusal));
        } catch (RunJournal.OwnershipLost lost) {
            throw lost;
        } catch (RuntimeException fault) {
            return Optional.of(backOff(fault));
        }
    }

    private void take(RunStep step) {
        figures.timed(step.word(), () -> {
            steps.take(step);
            return step;
        });
    }

    private RunStep nextStep() {
        Run run = steps.refresh();
        Instant now = steps.now();
        if (refusals + silences > 0) {
            steps.relocate();
        }
        Observation observation = steps.isUntouched() ? Observation.NOTHING : observe();
        AgentReport agent = observation.master().phase() == Observation.Phase.RUNNING ? askAgent() : null;
        if (agent != null && (agent.signalled() || agent.endedEarly())) {
            // The agent is sometimes quicker than the target to tell that pods must go; only the target knows why.
            observation = observe();
        }
        noteReachable(true, "the cluster answers again");
        silentSince = null;
        List<RunEvent> changes = timeline.changes(observation, takenOver, now);
        if (!changes.isEmpty() && !run.status().isTerminal()) {
            steps.note(changes);
        }
        List<RunEvent> loadChanges = timeline.loadChanges(agent, now);
        if (!loadChanges.isEmpty()) {
            steps.note(loadChanges);
        }
        Sight sight = new Sight(observation, agent, agent == null ? null : steps.watch(agent));
        steps.look(sight);
        lastChange = sight.lastChange(run);
        return planner.plan(steps.run(), sight, now);
    }

    private Observation observe() {
        Observation observation = cluster.observe(steps.placement());
        figures.reached(credential(), true);
        return observation;
    }

    private @Nullable AgentReport askAgent() {
        var reply = cluster.callAgent(steps.placement(), AgentCall.STATS);
        return reply.ok() ? AgentDocument.read(reply.body()).orElse(null) : null;
    }

    /** Somebody is waiting for a run that comes up. The longer it takes, the less is lost by looking later. */
    private Duration pause() {
        return switch (steps.run().status()) {
            case PROVISIONING, STARTING -> {
                Duration sinceChange = Duration.between(lastChange, steps.now());
                Duration wait = sinceChange.dividedBy(4);
                Duration shortest = tick.dividedBy(8);
                yield wait.compareTo(tick) > 0 ? tick : wait.compareTo(shortest) < 0 ? shortest : wait;
            }
            case QUEUED, RUNNING, STOPPING, COMPLETED, STOPPED, FAILED -> tick;
        };
    }

    /** A target that cannot be reached is waited for: the run may be alive. One that refuses is believed in the end. */
    private Duration backOff(ClusterException refusal) {
        Reason reason = refusal.reason();
        boolean silent = reason.code() == ReasonCode.CLUSTER_UNREACHABLE;
        // Counted apart: however long a target was silent, its first refusal is one refusal.
        int times = silent ? ++silences : ++refusals;
        LOG.atWarn()
                .addKeyValue("run", steps.run().id())
                .addKeyValue("times", times)
                .log("the target refuses a step: {}", reason.message());
        if (silent) {
            figures.reached(credential(), false);
        }
        noteReachable(!silent, reason.message());
        Optional<RunStep> unseen = silent ? planUnseen() : Optional.empty();
        if (unseen.isPresent()) {
            take(unseen.get());
            return Duration.ZERO;
        }
        if (refusals >= REFUSALS_UNTIL_GIVEN_UP
                && !silent
                && !steps.run().status().isTerminal()) {
            take(new RunStep.RecoverResult(reason));
            return Duration.ZERO;
        }
        return backOff(times);
    }

    private Optional<RunStep> planUnseen() {
        Instant now = steps.now();
        silentSince = silentSince == null ? now : silentSince;
        return planner.planUnseen(steps.refresh(), Duration.between(silentSince, now), now);
    }

    /**
     * While the database is away nothing can be decided or lost: the load goes on by itself, and its owner waits. Any other
     * fault is one of ours; it must not keep a run, and its load, for ever.
     */
    private Duration backOff(RuntimeException fault) {
        if (!database.answers()) {
            return DATABASE_RETRY;
        }
        faults++;
        LOG.atWarn()
                .addKeyValue("run", steps.run().id())
                .addKeyValue("faults", faults)
                .setCause(fault)
                .log("a step failed for a reason that nobody foresaw");
        if (faults >= FAULTS_UNTIL_GIVEN_UP && !steps.run().status().isTerminal()) {
            faults = 0;
            take(new RunStep.RecoverResult(
                    Reason.of(ReasonCode.INTERNAL_ERROR, "Loadplane could not go on with this run; its log says why")));
            return Duration.ZERO;
        }
        return backOff(faults);
    }

    /** Twice as long each time; runs that failed together must not come back together. */
    private Duration backOff(int times) {
        Duration wait = tick.multipliedBy(1L << Math.min(times - 1, 5));
        Duration longest = wait.compareTo(LONGEST_BACKOFF) < 0 ? wait : LONGEST_BACKOFF;
        return longest.multipliedBy(ThreadLocalRandom.current().nextInt(75, 126))
                .dividedBy(100);
    }

    private void noteReachable(boolean reachable, String message) {
        if (reachable == unreachable && !steps.run().status().isTerminal()) {
            steps.note(List.of(RunEvent.seen(steps.now(), "cluster", message)));
        }
        unreachable = !reachable;
    }

    private String credential() {
        return steps.placement().target().credential().name();
    }

    private boolean waitsAfter(RunStep step) {
        return switch (step) {
            case RunStep.Wait ignored -> true;
            case RunStep.Admit ignored -> steps.run().status() == RunStatus.QUEUED;
            case RunStep.CreateMaster ignored -> true;
            case RunStep.TakeSample ignored -> true;
            case RunStep.StopLoad ignored -> true;
            case RunStep.Acknowledge ignored -> true;
            case RunStep.Terminate ignored -> steps.run().status() == RunStatus.STOPPING;
            case RunStep.CreateWorkers ignored -> false;
            case RunStep.Move ignored -> false;
            // Ended the run, or the agent did not give its result; then it is given time.
            case RunStep.FetchResult ignored -> steps.run().status() == RunStatus.STOPPING;
            case RunStep.RecoverResult ignored -> false;
            case RunStep.End ignored -> false;
            case RunStep.CleanUp ignored -> steps.run().cleanup() == Cleanup.PENDING;
            case RunStep.Leave ignored -> false;
        };
    }
}
