package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.ControlPlaneException.Kind;
import io.loadplane.model.Findings;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.AuditEntry.Change;
import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.AgentReply;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.LoadRules;
import io.loadplane.model.policy.PolicyRules;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes the load of runs while it is on: the one thing that callers do to a run at once, and not by the engine. */
@Singleton
public class RunLoadService {

    private final RunService shown;
    private final RunStore runs;
    private final Targets targets;
    private final AuditService audit;
    private final Clock clock;

    RunLoadService(RunService shown, RunStore runs, Targets targets, AuditService audit, Clock clock) {
        this.audit = audit;
        this.shown = shown;
        this.runs = runs;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * @param spawnRate null for our default
     */
    public Run change(RunId id, int users, @Nullable Double spawnRate, Caller caller) {
        double rate = spawnRate == null ? Load.defaultSpawnRate(users) : spawnRate;
        Findings findings = new Findings();
        LoadRules.checkUsers(users, rate, findings);
        findings.throwIfAny();
        Run run = shown.findOperated(id, caller);
        Environment environment = targets.of(run.settings()).environment();
        PolicyRules.checkUsers(users, environment.policy(), environment.name(), findings);
        findings.throwIfAny();
        if (run.status() != RunStatus.RUNNING) {
            throw ControlPlaneException.conflict(
                    "run_not_running", "The load can be changed only while the run is running.");
        }
        AgentReply reply = ask(run, AgentCall.load(users, rate));
        if (reply.status() == 409) {
            throw ControlPlaneException.conflict(
                    "load_not_changeable",
                    "The load cannot be changed: it is over, or the script has a load shape, which decides itself.");
        } else if (!reply.ok()) {
            throw unavailable("The master does not answer now; try again in some seconds.");
        }
        writeDown(run, users, rate, caller);
        return run;
    }

    /** After the master agreed: nothing makes one thing of what it does and what we write. */
    @Transactional
    void writeDown(Run run, int users, double rate, Caller caller) {
        String message = "load changed to %d users, %s per second".formatted(users, rate);
        runs.note(run.id(), RunEvent.request(clock.instant(), caller.name(), message));
        audit.done(
                caller,
                Subjects.of(run.id(), run.settings()),
                Map.of("users", new Change(null, users), "spawn_rate", new Change(null, rate)));
    }

    private AgentReply ask(Run run, AgentCall call) {
        Placement placement = targets.placementOf(run, runs.agentToken(run.id()));
        try {
            return targets.clusterOf(placement.target()).callAgent(placement, call);
        } catch (ClusterException e) {
            throw unavailable(e.reason().message() + "; " + e.reason().hint());
        }
    }

    private static ControlPlaneException unavailable(String message) {
        return new ControlPlaneException(Kind.UNAVAILABLE, "target_unavailable", message);
    }
}
