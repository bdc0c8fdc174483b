package io.loadplane.engine;

import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.AgentReply;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunLog;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Summary;
import io.loadplane.model.run.Validity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the steps of one run under one ownership. Decides nothing: what to do is the planner's business. */
final class RunSteps {

    /** Endpoints are large and change slowly, so not every sample keeps them. */
    private static final Duration ENDPOINTS_EVERY = Duration.ofSeconds(10);

    private final RunJournal journal;
    private final Targets targets;
    private final Cluster cluster;
    private Deployment deployment;
    private List<String> manifests;
    private final Clock clock;
    private final long epoch;
    private final int logLimit;
    private final TransitionLog transitions;
    private final CriteriaWatch criteria = new CriteriaWatch();
    private Run run;
    private RunStatus before;
    private boolean logsKept;
    private @Nullable Sight sight;
    private @Nullable Statistics newest;
    private Instant endpointsKept = Instant.EPOCH;

    RunSteps(RunJournal journal, Targets targets, RunJournal.Claimed claimed, Clock clock, Ownership ownership) {
        this.journal = journal;
        this.targets = targets;
        this.clock = clock;
        this.epoch = ownership.epoch();
        this.logLimit = ownership.logLimit();
        this.run = claimed.run();
        this.before = run.status();
        this.transitions = ownership.transitions();
        this.newest = ownership.newest();
        this.deployment =
                new Deployment(targets.placementOf(run, claimed.agentToken()), run.settings(), claimed.source());
        this.manifests = claimed.manifests();
        this.cluster = targets.clusterOf(placement().target());
    }

    /**
     * Under which this process drives the run.
     *
     * @param newest statistics that an earlier owner kept; null for none
     */
    record Ownership(long epoch, int logLimit, @Nullable Statistics newest, TransitionLog transitions) {}

    Cluster cluster() {
        return cluster;
    }

    Placement placement() {
        return deployment.placement();
    }

    /** The credential may have been rotated and the environment changed meanwhile. */
    void relocate() {
        Placement here = targets.placementOf(run, placement().agentToken());
        deployment = new Deployment(here, deployment.settings(), deployment.source());
    }

    Run run() {
        return run;
    }

    Instant now() {
        return clock.instant();
    }

    /** Reads the run again: somebody may want it to stop. */
    Run refresh() {
        run = journal.read(run.id(), epoch);
        before = run.status();
        return run;
    }

    /** What will be created is written down before anything is. */
    boolean isUntouched() {
        return manifests.isEmpty();
    }

    void look(Sight current) {
        sight = current;
        if (current.agent() != null && current.loadHasBegun()) {
            newest = current.agent().statistics();
        }
    }

    /** How the criteria stand now; the reason to end the load, if one of them wants that. */
    @Nullable
    Reason watch(AgentReport agent) {
        if (run.status() != RunStatus.RUNNING) {
            return null;
        }
        run = run.standing(criteria.look(run, agent));
        return CriteriaWatch.hopeless(run).orElse(null);
    }

    void note(List<RunEvent> events) {
        journal.record(run, epoch, events);
    }

    void take(RunStep step) {
        switch (step) {
            case RunStep.Wait ignored -> {}
            case RunStep.Admit ignored -> admit();
            case RunStep.CreateMaster ignored -> createMaster();
            case RunStep.CreateWorkers ignored -> cluster.createWorkers(deployment, manifests);
            case RunStep.Move move -> move(move);
            case RunStep.TakeSample ignored -> takeSample();
            case RunStep.StopLoad ignored -> cluster.callAgent(placement(), AgentCall.STOP);
            case RunStep.Terminate ignored -> terminate();
            case RunStep.FetchResult ignored -> fetchResult();
            case RunStep.RecoverResult recover -> recoverResult(recover.reason());
            case RunStep.End end -> end(end.status(), end.reason(), null);
            case RunStep.Acknowledge ignored -> cluster.callAgent(placement(), AgentCall.ACK);
            case RunStep.CleanUp ignored -> cleanUp();
            case RunStep.Leave ignored -> {}
        }
    }

    private void admit() {
        Run admitted = run.become(RunStatus.PROVISIONING, null, now());
        RunEvent event = RunEvent.status(admitted, RunEvent.ENGINE, "starting the master");
        Optional<Reason> refusal = journal.admit(run, epoch, event);
        if (refusal.isEmpty()) {
            run = admitted;
            moved(event.message());
        } else {
            await(refusal.get());
        }
    }

    /** Told once for each kind of reason, which is kept up to date. Nobody waits for what has become impossible. */
    private void await(Reason why) {
        Reason known = run.reason();
        if (why.equals(known) || endIfRefused()) {
            return;
        }
        run = run.waiting(why);
        RunEvent event = RunEvent.status(run, RunEvent.ENGINE, why.message());
        journal.record(run, epoch, known == null || known.code() != why.code() ? List.of(event) : List.of());
    }

    /** Looks at the environment as it is now. */
    private boolean endIfRefused() {
        relocate();
        Optional<Reason> refusal = PolicyGate.refusal(deployment);
        refusal.ifPresent(reason -> end(RunStatus.FAILED, reason, null));
        return refusal.isPresent();
    }

    /** What is to be created is written down first, so that whoever goes on, and in whatever release, creates the same. */
    private void createMaster() {
        if (manifests.isEmpty()) {
            if (endIfRefused()) {
                return;
            }
            manifests = cluster.render(deployment);
            journal.keepManifests(run.id(), epoch, manifests);
        }
        cluster.createMaster(deployment, manifests);
    }

    private void move(RunStep.Move move) {
        run = run.become(move.next(), move.reason(), now());
        journal.record(run, epoch, List.of(RunEvent.status(run, RunEvent.ENGINE, move.message())));
        moved(move.message());
    }

    private void takeSample() {
        AgentReport agent = sight == null ? null : sight.agent();
        if (agent == null) {
            return;
        }
        Statistics statistics = agent.statistics();
        run = run.seen(Sight.workers(run, agent, sight), Summary.of(statistics));
        boolean withEndpoints = !now().isBefore(endpointsKept.plus(ENDPOINTS_EVERY));
        journal.recordSample(run, epoch, Sample.of(statistics, agent.connected()), withEndpoints ? statistics : null);
        transitions.seen(run, statistics);
        endpointsKept = withEndpoints && !statistics.endpoints().isEmpty() ? now() : endpointsKept;
    }

    private void fetchResult() {
        AgentReply reply = cluster.callAgent(placement(), AgentCall.FINAL);
        Optional<AgentReport> result = reply.ok() ? AgentDocument.read(reply.body()) : Optional.empty();
        if (result.isPresent()) {
            finish(result.get(), FinalRecord.report(cluster, placement()));
        } else if (reply.ok()) {
            end(RunStatus.FAILED, Reason.of(ReasonCode.MASTER_LOST, "the master's result cannot be read"), newest);
        }
    }

    /** A master that is told to end prints its final record, whether or not its agent can be reached. */
    private void terminate() {
        cluster.terminate(placement());
        FinalRecord.printed(cluster, placement()).ifPresent(left -> finish(left, new byte[0]));
    }

    private void recoverResult(Reason otherwise) {
        Optional<AgentReport> left = FinalRecord.printed(cluster, placement());
        if (left.isPresent() && run.status() == RunStatus.STOPPING) {
            finish(left.get(), new byte[0]);
        } else {
            end(RunStatus.FAILED, otherwise, newest);
        }
    }

    private void finish(AgentReport result, byte[] report) {
        Instant now = now();
        Run seen = run.seen(Sight.workers(run, result, sight), Summary.of(result.statistics()));
        ResultJudge.Outcome outcome = ResultJudge.outcome(seen, result);
        Validity validity = ResultJudge.validity(seen, result, outcome);
        Statistics statistics =
                outcome.complete() ? result.statistics() : result.statistics().incomplete();
        Run ended = seen.become(outcome.status(), outcome.reason(), now)
                .judged(outcome.complete(), validity, seen.judgement());
        run = ended.judged(outcome.complete(), validity, ResultJudge.judge(ended, result, outcome, baseline()));
        String message = outcome.message(statistics);
        journal.recordEnd(
                run,
                epoch,
                new RunJournal.Result(statistics, report),
                List.of(RunEvent.status(run, RunEvent.ENGINE, message)));
        moved(message);
    }

    private RunJournal.@Nullable Baseline baseline() {
        boolean wanted = run.settings().criteria().stream().anyMatch(criterion -> criterion.baseline() != null);
        return wanted ? journal.baseline(run).orElse(null) : null;
    }

    private void end(RunStatus status, Reason reason, @Nullable Statistics saved) {
        Run ended = run.become(status, reason, now());
        Judgement judgement = ResultJudge.judge(ended, saved);
        run = saved == null
                ? ended.judged(null, Validity.UNKNOWN, judgement)
                : ended.seen(run.workers(), Summary.of(saved)).judged(false, Validity.UNKNOWN, judgement);
        Statistics result = saved == null ? null : saved.incomplete();
        journal.recordEnd(
                run,
                epoch,
                RunJournal.Result.of(result),
                List.of(RunEvent.status(run, RunEvent.ENGINE, reason.message())));
        moved(reason.message());
    }

    /** In three acts, each of which may be repeated: keep the logs, remove everything, write down that it is gone. */
    private void cleanUp() {
        if (!logsKept) {
            keepLog(RunLog.Component.MASTER, 0);
            for (int i = 0; i < run.workers().requested(); i++) {
                keepLog(RunLog.Component.WORKER, i);
            }
            logsKept = true;
        }
        if (!cluster.delete(placement())) {
            return;
        }
        run = run.cleanedUp();
        journal.record(run, epoch, List.of(RunEvent.seen(now(), "run", "everything of it is removed from its target")));
    }

    /** One at a time: together they may be larger than the memory. */
    private void keepLog(RunLog.Component component, int index) {
        journal.recordLogs(run, epoch, List.of(cluster.log(placement(), component, index, logLimit)));
    }

    private void moved(String message) {
        transitions.moved(before, run, message);
        before = run.status();
    }
}
