package io.loadplane.engine;

import static io.loadplane.model.cluster.Observation.Phase.ABSENT;
import static io.loadplane.model.cluster.Observation.Phase.RUNNING;

import io.loadplane.model.Durations;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.loadtest.Settings.Mode;
import io.loadplane.model.run.Cleanup;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every decision that is made about a run: from what is stored and what is seen to the next step. Looks at nothing
 * else, so that the same run in the same sight always gets the same step, whoever drives it and whatever happened before.
 */
final class RunPlanner {

    /** A stop that takes this much longer than its users may take was not heard by the agent. */
    private static final Duration TERMINATE_MARGIN = Duration.ofMinutes(1);

    /** And one that takes this much longer is none: what was measured counts, and everything is removed. */
    private static final Duration STOP_MARGIN = Duration.ofMinutes(3);

    /** How long a master may take to leave once its result is stored, before it is removed. */
    private static final Duration LEAVE_WAIT = Duration.ofSeconds(20);

    /** A target that is silent for so long is not just restarting. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(3);

    /** So long after its deadline, nothing is left of a run on a target that keeps time. */
    private static final Duration RESULT_KEPT = Duration.ofMinutes(15);

    private final Patience patience;

    /**
     * How long to wait for what.
     *
     * @param start how long a master's process may be silent after it started
     * @param idle how long nobody needs to drive an interactive run
     * @param keepFailed how long what belongs to a failed run stays on its target
     */
    record Patience(Duration start, Duration idle, Duration keepFailed) {}

    RunPlanner(Patience patience) {
        this.patience = patience;
    }

    RunStep plan(Run run, Sight sight, Instant now) {
        return switch (run.status()) {
            case QUEUED -> whileQueued(run, now);
            case PROVISIONING -> whileProvisioning(run, sight, now);
            case STARTING -> whileStarting(run, sight, now);
            case RUNNING -> whileRunning(run, sight, now);
            case STOPPING -> whileStopping(run, sight, now);
            case COMPLETED, STOPPED, FAILED -> afterTheEnd(run, sight, now);
        };
    }

    /**
     * What follows while the target does not answer. Load that may be on is waited for: it ends by itself, and its result is
     * kept there for a while. What never began must not wait for ever.
     *
     * @param silent how long the target has not answered
     */
    Optional<RunStep> planUnseen(Run run, Duration silent, Instant now) {
        String since = "its target has not answered for " + Durations.format(silent);
        return switch (run.status()) {
            case PROVISIONING, STARTING ->
                silent.compareTo(GIVEN_UP) < 0
                        ? Optional.empty()
                        : stopCause(run, now)
                                .map(stop -> Reason.of(stop.code(), stop.message() + "; " + since))
                                .<RunStep>map(reason -> new RunStep.End(RunStatus.STOPPED, reason))
                                .or(() -> tooLate(run, now, since));
            case RUNNING, STOPPING -> tooLate(run, now.minus(RESULT_KEPT), since);
            case QUEUED, COMPLETED, STOPPED, FAILED -> Optional.empty();
        };
    }

    private static Optional<RunStep> tooLate(Run run, Instant now, String since) {
        Reason reason = Reason.of(ReasonCode.CLUSTER_UNREACHABLE, "the deadline has passed, and " + since);
        return overdue(run, now) ? Optional.of(new RunStep.End(RunStatus.FAILED, reason)) : Optional.empty();
    }

    private static RunStep whileQueued(Run run, Instant now) {
        return stopCause(run, now).<RunStep>map(RunPlanner::stoppedBeforeLoad).orElseGet(RunStep.Admit::new);
    }

    private RunStep whileProvisioning(Run run, Sight sight, Instant now) {
        Component master = sight.master();
        Optional<Reason> stop = stopCause(run, now);
        if (stop.isPresent()) {
            return stoppedBeforeLoad(stop.get());
        } else if (master.ended()) {
            return new RunStep.End(RunStatus.FAILED, endedBeforeLoad(master));
        } else if (overdue(run, now)) {
            return new RunStep.End(RunStatus.FAILED, deadlineExceeded(run));
        } else if (master.phase() == ABSENT) {
            return new RunStep.CreateMaster();
        } else if (sight.agent() != null
                && sight.cluster().workers().size() < run.workers().requested()) {
            return new RunStep.CreateWorkers();
        } else if (sight.agent() != null) {
            return new RunStep.Move(
                    RunStatus.STARTING,
                    null,
                    "the master is ready; starting %d workers"
                            .formatted(run.workers().requested()));
        } else if (silentTooLong(master, now)) {
            return new RunStep.End(
                    RunStatus.FAILED,
                    Reason.of(
                            ReasonCode.START_TIMEOUT,
                            "the master did not answer within %s of its start"
                                    .formatted(Durations.format(patience.start()))));
        }
        return new RunStep.Wait();
    }

    private RunStep whileStarting(Run run, Sight sight, Instant now) {
        Optional<Reason> stop = stopCause(run, now);
        if (sight.loadHasBegun()) {
            String next = sight.agentIs(AgentReport.Phase.IDLE) ? "the web page is open" : "the load has begun";
            return new RunStep.Move(RunStatus.RUNNING, null, "all workers are connected; " + next);
        } else if (stop.isPresent()) {
            return stoppedBeforeLoad(stop.get());
        } else if (sight.master().ended() && sight.master().failure() == null) {
            return new RunStep.Move(RunStatus.RUNNING, null, "the load has begun and ended unseen");
        } else if (isGone(sight.master())) {
            return new RunStep.End(RunStatus.FAILED, endedBeforeLoad(sight.master()));
        } else if (overdue(run, now)) {
            return new RunStep.End(RunStatus.FAILED, deadlineExceeded(run));
        } else if (brokenWorker(sight).isPresent()) {
            return new RunStep.End(RunStatus.FAILED, brokenWorker(sight).get());
        } else if (run.inStatus(now).compareTo(run.settings().workersWait()) > 0) {
            return new RunStep.End(
                    RunStatus.FAILED,
                    Reason.of(
                            ReasonCode.WORKERS_MISSING,
                            "%d of %d workers connected within %s"
                                    .formatted(
                                            sight.agent() == null
                                                    ? 0
                                                    : sight.agent().connected(),
                                            run.workers().requested(),
                                            Durations.format(run.settings().workersWait()))));
        }
        return new RunStep.Wait();
    }

    private RunStep whileRunning(Run run, Sight sight, Instant now) {
        Optional<Reason> stop = stopCause(run, now);
        if (sight.agentIs(AgentReport.Phase.STOPPING) || sight.agentIs(AgentReport.Phase.FINAL)) {
            return new RunStep.Move(RunStatus.STOPPING, cutShort(sight), "the load has ended; collecting the result");
        } else if (sight.master().phase() == ABSENT) {
            return new RunStep.Move(
                    RunStatus.STOPPING, deleted(), "the master is gone; looking for what it left behind");
        } else if (sight.master().ended()) {
            return new RunStep.Move(RunStatus.STOPPING, null, "the master has ended; looking for what it left behind");
        } else if (sight.master().failure() != null) {
            return new RunStep.Move(
                    RunStatus.STOPPING, sight.master().failure(), "the master is being ended; collecting the result");
        } else if (stop.isPresent()) {
            return new RunStep.Move(RunStatus.STOPPING, stop.get(), "stopping: users finish what they are doing");
        } else if (overdue(run, now)) {
            Reason reason = run.settings().mode() == Mode.INTERACTIVE ? null : deadlineExceeded(run);
            return new RunStep.Move(RunStatus.STOPPING, reason, "stopping: the deadline has passed");
        } else if (sight.hopeless() != null) {
            return new RunStep.Move(
                    RunStatus.STOPPING,
                    sight.hopeless(),
                    "stopping: " + sight.hopeless().message());
        } else if (leftAlone(sight, now)) {
            String idle = Durations.format(patience.idle());
            return new RunStep.Move(RunStatus.STOPPING, null, "stopping: nobody drove the load for " + idle);
        }
        return sight.agent() == null ? new RunStep.Wait() : new RunStep.TakeSample();
    }

    private RunStep whileStopping(Run run, Sight sight, Instant now) {
        Duration late = run.inStatus(now).minus(run.settings().load().stopTimeout());
        if (late.compareTo(STOP_MARGIN) > 0) {
            return new RunStep.RecoverResult(Reason.of(
                    ReasonCode.DEADLINE_EXCEEDED,
                    "the load did not end within %s of being stopped".formatted(Durations.format(run.inStatus(now)))));
        } else if (sight.agentIs(AgentReport.Phase.FINAL)) {
            return new RunStep.FetchResult();
        } else if (isGone(sight.master())) {
            return new RunStep.RecoverResult(Optional.ofNullable(run.reason())
                    .or(() -> Optional.ofNullable(sight.master().failure()))
                    .orElse(Reason.of(ReasonCode.MASTER_LOST, "the master ended before its result could be fetched")));
        } else if (late.compareTo(TERMINATE_MARGIN) > 0) {
            return new RunStep.Terminate();
        } else if (sight.agent() != null && !sight.agentIs(AgentReport.Phase.STOPPING)) {
            return new RunStep.StopLoad();
        }
        return sight.agent() == null ? new RunStep.Wait() : new RunStep.TakeSample();
    }

    /** A master whose result is stored leaves by itself, and so ends its log properly; all others are removed at once. */
    private RunStep afterTheEnd(Run run, Sight sight, Instant now) {
        if (run.cleanup() == Cleanup.DONE) {
            return new RunStep.Leave();
        }
        boolean hasFinal = sight.agentIs(AgentReport.Phase.FINAL) || Boolean.TRUE.equals(run.resultComplete());
        boolean leaving = hasFinal
                && sight.master().phase() == RUNNING
                && run.inStatus(now).compareTo(LEAVE_WAIT) < 0;
        if (leaving) {
            return new RunStep.Acknowledge();
        }
        boolean kept = run.status() == RunStatus.FAILED && run.inStatus(now).compareTo(patience.keepFailed()) < 0;
        return kept ? new RunStep.Wait() : new RunStep.CleanUp();
    }

    /** Why the run is to end although nothing is wrong with it. */
    private static Optional<Reason> stopCause(Run run, Instant now) {
        if (run.stop() != null) {
            String by = "stopped by " + run.stop().by();
            return Optional.of(
                    run.stop().replaced()
                            ? Reason.of(ReasonCode.REPLACED, by + ", which starts a newer run")
                            : Reason.of(ReasonCode.STOPPED_BY_USER, by));
        } else if (run.lease() != null && run.lease().hasExpired(now)) {
            String term = Durations.format(run.lease().term());
            return Optional.of(
                    Reason.of(ReasonCode.LEASE_EXPIRED, "nobody renewed the run's lease of %s".formatted(term)));
        }
        return Optional.empty();
    }

    private static RunStep stoppedBeforeLoad(Reason cause) {
        return new RunStep.End(RunStatus.STOPPED, Reason.of(cause.code(), cause.message() + ", before the load began"));
    }

    private static Reason endedBeforeLoad(Component master) {
        return Optional.ofNullable(master.failure())
                .or(() -> master.phase() == ABSENT ? Optional.of(deleted()) : Optional.empty())
                .orElse(Reason.of(
                        ReasonCode.MASTER_LOST, "the master ended before the load began, and did not say why"));
    }

    private boolean leftAlone(Sight sight, Instant now) {
        return sight.idleSince()
                .map(since -> now.isAfter(since.plus(patience.idle())))
                .orElse(false);
    }

    private static Reason deleted() {
        return Reason.of(ReasonCode.DELETED_EXTERNALLY, "the master was deleted while the run was on");
    }

    /** Why the load is over before its time, when it was not its end and nobody asked us. */
    private static @Nullable Reason cutShort(Sight sight) {
        Reason ending = sight.master().failure();
        boolean signalled = sight.agent() != null && sight.agent().signalled();
        return ending != null || !signalled
                ? ending
                : Reason.of(ReasonCode.EVICTED, "the master was told to end before its load was over");
    }

    private static Optional<Reason> brokenWorker(Sight sight) {
        return sight.cluster().workers().stream()
                .filter(Component::ended)
                .findFirst()
                .map(worker -> Optional.ofNullable(worker.failure())
                        .orElse(Reason.of(
                                ReasonCode.WORKERS_MISSING,
                                "a worker ended before the load began, and did not say why")));
    }

    private static boolean isGone(Component master) {
        return master.ended() || master.phase() == ABSENT;
    }

    private static boolean overdue(Run run, Instant now) {
        return now.isAfter(run.deadline());
    }

    private static Reason deadlineExceeded(Run run) {
        return Reason.of(
                ReasonCode.DEADLINE_EXCEEDED,
                "the run was not over within its deadline of %s"
                        .formatted(Durations.format(run.settings().deadline())));
    }

    private boolean silentTooLong(Component master, Instant now) {
        return master.phase() == RUNNING
                && master.since() != null
                && now.isAfter(master.since().plus(patience.start()));
    }
}
