package io.loadplane.engine;

import static io.loadplane.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Observation.Phase;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Lease;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import io.loadplane.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs and sights that planners are tried with. */
class PlannerCases {

    static final Component RUNNING = new Component(Phase.RUNNING, NOON, null, null);
    static final Component PREPARING = new Component(Phase.PREPARING, NOON, "installing", null);
    static final Reason LOST = Reason.of(ReasonCode.MASTER_LOST, "killed by signal 9");
    static final Component KILLED = new Component(Phase.ENDED, null, null, LOST);
    static final Component ENDED_AS_PLANNED = new Component(Phase.ENDED, null, null, null);
    static final Reason BROKEN_SCRIPT = Reason.of(ReasonCode.SCRIPT_ERROR, "no User class");
    static final Component BROKEN = new Component(Phase.ENDED, null, null, BROKEN_SCRIPT);

    static final RunPlanner PLANNER =
            new RunPlanner(new RunPlanner.Patience(Duration.ofMinutes(3), Duration.ofMinutes(30), Duration.ZERO));

    static RunStep plan(Run run, Sight sight) {
        return PLANNER.plan(run, sight, NOON.plusSeconds(5));
    }

    static ReasonCode failure(RunStep step) {
        assertThat(step).isInstanceOf(RunStep.End.class);
        RunStep.End end = (RunStep.End) step;
        assertThat(end.status()).isEqualTo(RunStatus.FAILED);
        return end.reason().code();
    }

    static Run run(RunStatus wanted) {
        Run run = Fixtures.queuedRun();
        for (RunStatus next :
                List.of(RunStatus.PROVISIONING, RunStatus.STARTING, RunStatus.RUNNING, RunStatus.STOPPING)) {
            if (run.status() != wanted) {
                run = run.become(next, null, NOON);
            }
        }
        return run;
    }

    static Run stopRequested(Run run) {
        return with(run, new Run.Stop(NOON, "tester", false), null);
    }

    static Run leased(Run run, Instant until) {
        return with(run, null, new Lease(Duration.ofSeconds(60), until));
    }

    static Run with(Run run, Run.@Nullable Stop stop, @Nullable Lease lease) {
        return new Run(
                run.id(),
                run.number(),
                run.loadTestId(),
                run.revision(),
                run.settings(),
                run.origin(),
                run.progress(),
                run.measurement(),
                run.cleanup(),
                stop,
                lease,
                run.keep(),
                run.baseline());
    }

    static Sight sight(Component master, AgentReport.@Nullable Phase phase, Component... workers) {
        EndpointStatistics total =
                new EndpointStatistics("", "Aggregated", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of());
        Statistics statistics =
                new Statistics(false, NOON, 0, 0, null, total, List.of(), 0, List.of(), List.of(), List.of());
        AgentReport report = phase == null ? null : AgentReports.of(phase, statistics);
        return new Sight(new Observation(master, List.of(workers)), report, null);
    }
}
