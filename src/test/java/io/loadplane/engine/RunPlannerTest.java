package io.loadplane.engine;

import static io.loadplane.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunPlannerTest extends PlannerCases {

    @Test
    void a_queued_run_asks_for_its_place_and_then_gets_its_master() {
        assertThat(plan(run(RunStatus.QUEUED), sight(Component.ABSENT, null))).isEqualTo(new RunStep.Admit());
        assertThat(plan(run(RunStatus.PROVISIONING), sight(Component.ABSENT, null)))
                .isEqualTo(new RunStep.CreateMaster());
    }

    @Test
    void a_master_that_prepares_is_waited_for_however_long_it_takes() {
        Run run = run(RunStatus.PROVISIONING);

        RunStep step = PLANNER.plan(run, sight(PREPARING, null), NOON.plus(Duration.ofMinutes(10)));

        assertThat(step).isEqualTo(new RunStep.Wait());
    }

    @Test
    void a_master_that_runs_but_does_not_answer_is_given_up_in_the_end() {
        Run run = run(RunStatus.PROVISIONING);

        assertThat(PLANNER.plan(run, sight(RUNNING, null), NOON.plus(Duration.ofMinutes(2))))
                .isEqualTo(new RunStep.Wait());
        assertThat(failure(PLANNER.plan(run, sight(RUNNING, null), NOON.plus(Duration.ofMinutes(4)))))
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

        assertThat(PLANNER.plan(run, sight, NOON.plus(Duration.ofMinutes(4)))).isEqualTo(new RunStep.Wait());
        assertThat(failure(PLANNER.plan(run, sight, NOON.plus(Duration.ofMinutes(6)))))
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

    @Test
    void a_master_that_does_not_hear_its_agent_is_told_to_end() {
        Instant late = NOON.plusSeconds(71);

        assertThat(PLANNER.plan(run(RunStatus.STOPPING), sight(RUNNING, null), late))
                .isEqualTo(new RunStep.Terminate());
        assertThat(PLANNER.plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.RUNNING), late))
                .isEqualTo(new RunStep.Terminate());
        assertThat(PLANNER.plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.FINAL), late))
                .isEqualTo(new RunStep.FetchResult());
        assertThat(PLANNER.plan(run(RunStatus.STOPPING), sight(RUNNING, null), NOON.plusSeconds(69)))
                .isEqualTo(new RunStep.Wait());
    }

    @Test
    void a_run_whose_target_never_answered_can_be_stopped_and_has_a_deadline() {
        Run run = run(RunStatus.PROVISIONING);
        Duration silent = Duration.ofMinutes(4);

        assertThat(PLANNER.planUnseen(run, silent, NOON)).isEmpty();
        assertThat(PLANNER.planUnseen(stopRequested(run), Duration.ofMinutes(1), NOON))
                .isEmpty();
        assertThat(PLANNER.planUnseen(stopRequested(run), silent, NOON).orElseThrow())
                .isEqualTo(new RunStep.End(
                        RunStatus.STOPPED,
                        Reason.of(
                                ReasonCode.STOPPED_BY_USER, "stopped by tester; its target has not answered for 4m")));
        assertThat(PLANNER.planUnseen(run, silent, run.deadline().plusSeconds(1))
                        .orElseThrow())
                .isInstanceOfSatisfying(
                        RunStep.End.class,
                        end -> assertThat(end.reason().code()).isEqualTo(ReasonCode.CLUSTER_UNREACHABLE));
    }

    @Test
    void load_that_may_be_on_unseen_is_waited_for() {
        Run run = stopRequested(run(RunStatus.RUNNING));

        assertThat(PLANNER.planUnseen(run, Duration.ofMinutes(10), run.deadline()))
                .isEmpty();
        assertThat(PLANNER.planUnseen(run, Duration.ofHours(1), run.deadline().plus(Duration.ofMinutes(16))))
                .isPresent();
    }

    @Test
    void a_stop_that_does_not_stop_ends_with_what_was_measured() {
        Instant late = NOON.plus(Duration.ofMinutes(4));

        RunStep step = PLANNER.plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.STOPPING), late);

        assertThat(step).isInstanceOf(RunStep.RecoverResult.class);
        assertThat(PLANNER.plan(run(RunStatus.STOPPING), sight(RUNNING, AgentReport.Phase.FINAL), late))
                .as("an agent that says it is done but does not give its result")
                .isInstanceOf(RunStep.RecoverResult.class);
    }

    @Test
    void a_master_whose_result_is_stored_may_leave_before_everything_is_removed() {
        Run completed = run(RunStatus.STOPPING)
                .become(RunStatus.COMPLETED, null, NOON)
                .judged(true, Validity.UNKNOWN, Judgement.open(List.of()));

        assertThat(plan(completed, sight(RUNNING, AgentReport.Phase.FINAL))).isEqualTo(new RunStep.Acknowledge());
        assertThat(plan(completed, sight(KILLED, null))).isEqualTo(new RunStep.CleanUp());
        assertThat(PLANNER.plan(completed, sight(RUNNING, null), NOON.plusSeconds(21)))
                .isEqualTo(new RunStep.CleanUp());
        assertThat(plan(completed.cleanedUp(), sight(Component.ABSENT, null))).isEqualTo(new RunStep.Leave());
    }

    @Test
    void a_failed_run_is_cleaned_up_at_once() {
        Run failed = run(RunStatus.STARTING).become(RunStatus.FAILED, BROKEN_SCRIPT, NOON);

        assertThat(plan(failed, sight(RUNNING, AgentReport.Phase.WAITING))).isEqualTo(new RunStep.CleanUp());
    }
}
