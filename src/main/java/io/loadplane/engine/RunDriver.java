package io.loadplane.engine;

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

    private final RunPlanner planner;
    private final RunSteps steps;
    private final Cluster cluster;
    private final boolean takenOver;
    private final Timeline timeline = new Timeline();
    private final Duration tick;
    private Instant lastChange = Instant.EPOCH;
    private boolean refreshed;
    private boolean unreachable;
    private int refusals;
    private int faults;

    RunDriver(RunPlanner planner, RunSteps steps, Duration tick) {
        this.planner = planner;
        this.steps = steps;
        this.cluster = steps.cluster();
        this.tick = tick;
        this.takenOver = steps.run().status() != RunStatus.QUEUED;
    }

    /** Takes steps until one asks to wait; how long, or empty when there is nothing left to do. */
    Optional<Duration> advance() {
        refreshed = false;
        try {
            while (true) {
                RunStep step = nextStep();
                if (step instanceof RunStep.Leave) {
                    return Optional.empty();
                }
                steps.take(step);
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

    private RunStep nextStep() {
        Run run = steps.refresh();
        refreshed = true;
        Instant now = steps.now();
        if (refusals > 0) {
            steps.relocate();
        }
        Observation observation = steps.isUntouched() ? Observation.NOTHING : cluster.observe(steps.placement());
        AgentReport agent = observation.master().phase() == Observation.Phase.RUNNING ? askAgent() : null;
        if (agent != null && agent.signalled()) {
            // The agent is sometimes quicker than the target to tell that its pod must go; only the target knows why.
            observation = cluster.observe(steps.placement());
        }
        noteReachable(true, "the cluster answers again");
        List<RunEvent> changes = timeline.changes(observation, takenOver, now);
        if (!changes.isEmpty() && !run.status().isTerminal()) {
            steps.note(changes);
        }
        List<RunEvent> loadChanges = timeline.loadChanges(agent, now);
        if (!loadChanges.isEmpty()) {
            steps.note(loadChanges);
        }
        Sight sight = new Sight(observation, agent);
        steps.look(sight);
        lastChange = sight.lastChange(run);
        return planner.plan(steps.run(), sight, now);
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
        refusals++;
        LOG.atWarn()
                .addKeyValue("run", steps.run().id())
                .addKeyValue("refusals", refusals)
                .log("the target refuses a step: {}", refusal.reason().message());
        Reason reason = refusal.reason();
        boolean silent = reason.code() == ReasonCode.CLUSTER_UNREACHABLE;
        noteReachable(!silent, reason.message());
        if (!silent
                && refusals >= REFUSALS_UNTIL_GIVEN_UP
                && !steps.run().status().isTerminal()) {
            steps.take(new RunStep.RecoverResult(reason));
            return Duration.ZERO;
        }
        return backOff(refusals);
    }

    /**
     * A database that is away for a while is no fault of the run. Another fault, which is one of ours, must not keep it,
     * and its load, for ever: it ends with what was measured so far.
     */
    private Duration backOff(RuntimeException fault) {
        faults += refreshed ? 1 : 0;
        LOG.atWarn()
                .addKeyValue("run", steps.run().id())
                .addKeyValue("faults", faults)
                .setCause(fault)
                .log("a step failed for a reason that nobody foresaw");
        if (faults >= FAULTS_UNTIL_GIVEN_UP && !steps.run().status().isTerminal()) {
            faults = 0;
            steps.take(new RunStep.RecoverResult(
                    Reason.of(ReasonCode.INTERNAL_ERROR, "Loadplane could not go on with this run; its log says why")));
            return Duration.ZERO;
        }
        return backOff(faults + 1);
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

    private boolean waitsAfter(RunStep step) {
        return switch (step) {
            case RunStep.Wait ignored -> true;
            case RunStep.Admit ignored -> steps.run().status() == RunStatus.QUEUED;
            case RunStep.CreateMaster ignored -> true;
            case RunStep.TakeSample ignored -> true;
            case RunStep.StopLoad ignored -> true;
            case RunStep.Acknowledge ignored -> true;
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
