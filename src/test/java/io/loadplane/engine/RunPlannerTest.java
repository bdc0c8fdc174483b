package io.loadplane.engine;

import static io.loadplane.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Observation.Phase;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Validity;
import io.loadplane.model.run.Verdict;
import io.loadplane.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunPlannerTest {

    private static final Component RUNNING = new Component(Phase.RUNNING, NOON, null, null);
    private static final Component PREPARING = new Component(Phase.PREPARING, NOON, "installing", null);
    private static final Reason LOST = Reason.of(ReasonCode.MASTER_LOST, "killed by signal 9");
    private static final Component KILLED = new Component(Phase.ENDED, null, null, LOST);
    private static final Component ENDED_AS_PLANNED = new Component(Phase.ENDED, null, null, null);
    private static final Reason BROKEN_SCRIPT = Reason.of(ReasonCode.SCRIPT_ERROR, "no User class");
    private static final Component BROKEN = new Component(Phase.ENDED, null, null, BROKEN_SCRIPT);

    private final RunPlanner planner =
            new RunPlanner(new RunPlanner.Patience(Duration.ofMinutes(3), Duration.ofMinutes(30), Duration.ZERO));

    @Test
    void a_queued_run_gets_its_master() {
        assertThat(plan(run(RunStatus.QUEUED), sight(Component.ABSENT, null)))
                .isEqualTo(new RunStep.Move(RunStatus.PROVISIONING, null, "starting the master"));
        assertThat(plan(run(RunStatus.PROVISIONING), sight(Component.ABSENT, null)))
                .isEqualTo(new RunStep.CreateMaster());
    }

    @Test
    void a_master_that_prepares_is_waited_for_however_long_it_takes() {
        Run run = run(RunStatus.PROVISIONING);

        RunStep step = planner.plan(run, sight(PREPARING, null), NOON.plus(Duration.ofMinutes(10)));

        assertThat(step).isEqualTo(new RunStep.Wait());
    }

    @Test
    void a_master_that_runs_but_does_not_answer_is_given_up_in_the_end() {
        Run run = run(RunStatus.PROVISIONING);

        assertThat(planner.plan(run, sight(RUNNING, null), NOON.plus(Duration.ofMinutes(2))))
                .isEqualTo(new RunStep.Wait());
        assertThat(failure(planner.plan(run, sight(RUNNING, null), NOON.plus(Duration.ofMinutes(4)))))
                .isEqualTo(ReasonCode.START_TIMEOUT);
    }

    @Test
    void workers_follow_once_the_agent_answers() {
        Run run = run(RunStatus.PROVISIONING);

        assertThat(plan(run, sight(RUNNING, AgentReport.Phase.WAITING))).isEqualTo(new RunStep.CreateWorkers());
        assertThat(plan(run, sight(RUNNING, AgentReport.Phase.WAITING, RUNNING, RUNNING)))
                .isInstanceOfSatisfying(
                        RunStep.Move.class, move -> assertThat(move.next()).isEqualTo(RunStatus.STARTING));
    }

    @Test
    void what_the_master_says_about_its_end_becomes_the_reason() {
        assertThat(plan(run(RunStatus.PROVISIONING), sight(BROKEN, null)))
                .isEqualTo(new RunStep.End(RunStatus.FAILED, BROKEN_SCRIPT));
        assertThat(plan(run(RunStatus.STARTING), sight(BROKEN, null)))
                .isEqualTo(new RunStep.End(RunStatus.FAILED, BROKEN_SCRIPT));
        assertThat(failure(plan(run(RunStatus.STARTING), sight(KILLED, null)))).isEqualTo(ReasonCode.MASTER_LOST);
    }

    @Test
    void a_worker_that_ends_before_the_load_fails_the_run() {
        RunStep step = plan(run(RunStatus.STARTING), sight(RUNNING, AgentReport.Phase.WAITING, RUNNING, BROKEN));

        assertThat(step).isEqualTo(new RunStep.End(RunStatus.FAILED, BROKEN_SCRIPT));
    }

    @Test
    void workers_that_do_not_come_fail_the_run_after_workers_wait() {
        Run run = run(RunStatus.STARTING);
        Sight sight = sight(RUNNING, AgentReport.Phase.WAITING, RUNNING, RUNNING);

        assertThat(planner.plan(run, sight, NOON.plus(Duration.ofMinutes(4)))).isEqualTo(new RunStep.Wait());
        assertThat(failure(planner.plan(run, sight, NOON.plus(Duration.ofMinutes(6)))))
                .isEqualTo(ReasonCode.WORKERS_MISSING);
    }

    @ParameterizedTest
    @EnumSource(
            value = AgentReport.Phase.class,
            names = {"RUNNING", "STOPPING", "FINAL"})
    void a_load_that_has_begun_is_noticed_even_when_it_is_already_over(AgentReport.Phase phase) {
        RunStep step = plan(run(RunStatus.STARTING), sight(RUNNING, phase));

        assertThat(step)
                .isInstanceOfSatisfying(
                        RunStep.Move.class, move -> assertThat(move.next()).isEqualTo(RunStatus.RUNNING));
    }

    @Test
    void a_load_that_came_and_went_while_nobody_looked_still_has_its_result() {
        RunStep step = plan(run(RunStatus.STARTING), sight(ENDED_AS_PLANNED, null));

        assertThat(step)
                .isInstanceOfSatisfying(
                        RunStep.Move.class, move -> assertThat(move.next()).isEqualTo(RunStatus.RUNNING));
        assertThat(plan(run(RunStatus.STOPPING), sight(ENDED_AS_PLANNED, null)))
                .isInstanceOf(RunStep.RecoverResult.class);
    }

    @Test
    void a_master_that_vanished_is_not_waited_for() {
        assertThat(failure(plan(run(RunStatus.STARTING), sight(Component.ABSENT, null))))
                .isEqualTo(ReasonCode.DELETED_EXTERNALLY);
    }

    @Test
    void a_running_load_is_sampled() {
        assertThat(plan(run(RunStatus.RUNNING), sight(RUNNING, AgentReport.Phase.RUNNING)))
                .isEqualTo(new RunStep.TakeSample());
    }

    @Test
    void a_silent_agent_of_a_living_master_is_only_waited_for() {
        assertThat(plan(run(RunStatus.RUNNING), sight(RUNNING, null))).isEqualTo(new RunStep.Wait());
    }

    @Test
    void a_load_that_ended_is_collected_as_completed() {
        assertThat(plan(run(RunStatus.RUNNING), sight(RUNNING, AgentReport.Phase.FINAL)))
                .isInstanceOfSatisfying(RunStep.Move.class, move -> {
                    assertThat(move.next()).isEqualTo(RunStatus.STOPPING);
                    assertThat(move.reason()).isNull();
                });
        assertThat(plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.FINAL)))
                .isEqualTo(new RunStep.FetchResult());
    }

    @Test
    void a_lost_master_leads_to_what_it_may_have_left_behind() {
        assertThat(plan(run(RunStatus.RUNNING), sight(KILLED, null)))
                .isInstanceOfSatisfying(
                        RunStep.Move.class, move -> assertThat(move.next()).isEqualTo(RunStatus.STOPPING));
        assertThat(plan(run(RunStatus.STOPPING), sight(KILLED, null)))
                .isInstanceOfSatisfying(
                        RunStep.RecoverResult.class,
                        recover -> assertThat(recover.reason().code()).isEqualTo(ReasonCode.MASTER_LOST));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStatus.class,
            names = {"QUEUED", "PROVISIONING", "STARTING"})
    void a_stop_before_the_load_ends_the_run_at_once(RunStatus status) {
        RunStep step = plan(stopRequested(run(status)), sight(PREPARING, null));

        assertThat(step).isInstanceOfSatisfying(RunStep.End.class, end -> {
            assertThat(end.status()).isEqualTo(RunStatus.STOPPED);
            assertThat(end.reason().code()).isEqualTo(ReasonCode.STOPPED_BY_USER);
        });
    }

    @Test
    void a_stop_of_a_running_load_goes_through_the_agent() {
        RunStep first = plan(stopRequested(run(RunStatus.RUNNING)), sight(RUNNING, AgentReport.Phase.RUNNING));

        assertThat(first).isInstanceOfSatisfying(RunStep.Move.class, move -> {
            assertThat(move.next()).isEqualTo(RunStatus.STOPPING);
            assertThat(move.reason()).extracting(Reason::code).isEqualTo(ReasonCode.STOPPED_BY_USER);
        });
        assertThat(plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.RUNNING)))
                .isEqualTo(new RunStep.StopLoad());
        assertThat(plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.STOPPING)))
                .isEqualTo(new RunStep.TakeSample());
    }

    @Test
    void a_deadline_stops_the_load_and_fails_the_run() {
        Instant late = NOON.plus(Duration.ofMinutes(17));

        RunStep step = planner.plan(run(RunStatus.RUNNING), sight(RUNNING, AgentReport.Phase.RUNNING), late);

        assertThat(step)
                .isInstanceOfSatisfying(
                        RunStep.Move.class,
                        move -> assertThat(move.reason())
                                .extracting(Reason::code)
                                .isEqualTo(ReasonCode.DEADLINE_EXCEEDED));
        assertThat(failure(planner.plan(run(RunStatus.PROVISIONING), sight(PREPARING, null), late)))
                .isEqualTo(ReasonCode.DEADLINE_EXCEEDED);
        assertThat(failure(planner.plan(run(RunStatus.STARTING), sight(RUNNING, null), late)))
                .isEqualTo(ReasonCode.DEADLINE_EXCEEDED);
    }

    @Test
    void a_stop_that_does_not_stop_ends_with_what_was_measured() {
        Instant late = NOON.plus(Duration.ofMinutes(4));

        RunStep step = planner.plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.STOPPING), late);

        assertThat(step).isInstanceOf(RunStep.RecoverResult.class);
        assertThat(planner.plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.FINAL), late))
                .as("an agent that says it is done but does not give its result")
                .isInstanceOf(RunStep.RecoverResult.class);
    }

    @Test
    void a_master_whose_result_is_stored_may_leave_before_everything_is_removed() {
        Run completed = run(RunStatus.STOPPING)
                .become(RunStatus.COMPLETED, null, NOON)
                .judged(true, Validity.UNKNOWN, Verdict.NOT_EVALUATED);

        assertThat(plan(completed, sight(RUNNING, AgentReport.Phase.FINAL))).isEqualTo(new RunStep.Acknowledge());
        assertThat(plan(completed, sight(KILLED, null))).isEqualTo(new RunStep.CleanUp());
        assertThat(planner.plan(completed, sight(RUNNING, null), NOON.plusSeconds(21)))
                .isEqualTo(new RunStep.CleanUp());
        assertThat(plan(completed.cleanedUp(), sight(Component.ABSENT, null))).isEqualTo(new RunStep.Leave());
    }

    @Test
    void a_failed_run_is_cleaned_up_at_once() {
        Run failed = run(RunStatus.STARTING).become(RunStatus.FAILED, BROKEN_SCRIPT, NOON);

        assertThat(plan(failed, sight(RUNNING, AgentReport.Phase.WAITING))).isEqualTo(new RunStep.CleanUp());
    }

    private RunStep plan(Run run, Sight sight) {
        return planner.plan(run, sight, NOON.plusSeconds(5));
    }

    private static ReasonCode failure(RunStep step) {
        assertThat(step).isInstanceOf(RunStep.End.class);
        RunStep.End end = (RunStep.End) step;
        assertThat(end.status()).isEqualTo(RunStatus.FAILED);
        return end.reason().code();
    }

    private static Run run(RunStatus wanted) {
        Run run = Fixtures.queuedRun();
        for (RunStatus next :
                List.of(RunStatus.PROVISIONING, RunStatus.STARTING, RunStatus.RUNNING, RunStatus.STOPPING)) {
            if (run.status() != wanted) {
                run = run.become(next, null, NOON);
            }
        }
        return run;
    }

    private static Run stopRequested(Run run) {
        return new Run(
                run.id(),
                run.number(),
                run.loadTestId(),
                run.revision(),
                run.settings(),
                run.status(),
                run.statusSince(),
                run.reason(),
                run.verdict(),
                run.validity(),
                run.workers(),
                run.summary(),
                run.resultComplete(),
                run.cleanup(),
                new Run.Stop(NOON, "tester"),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                run.startedBy(),
                run.note(),
                null);
    }

    private static Sight sight(Component master, AgentReport.@Nullable Phase phase, Component... workers) {
        EndpointStatistics total =
                new EndpointStatistics("", "Aggregated", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of());
        Statistics statistics =
                new Statistics(false, NOON, 0, 0, null, total, List.of(), 0, List.of(), List.of(), List.of());
        AgentReport report =
                phase == null ? null : new AgentReport(phase, false, false, false, 0, 0, null, null, statistics);
        return new Sight(new Observation(master, List.of(workers)), report);
    }
}
