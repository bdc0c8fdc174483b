package io.loadplane.engine;

import static io.loadplane.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a run that would go on: its callers, its lease, its deadline. */
class RunStopTest extends PlannerCases {

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
    void a_run_that_makes_room_for_a_newer_one_says_so() {
        Run replaced = with(run(RunStatus.RUNNING), new Run.Stop(NOON, "schedule nightly", true), null);

        RunStep step = plan(replaced, sight(RUNNING, AgentReport.Phase.RUNNING));

        assertThat(step)
                .isInstanceOfSatisfying(
                        RunStep.Move.class,
                        move -> assertThat(move.reason())
                                .isEqualTo(Reason.of(
                                        ReasonCode.REPLACED, "stopped by schedule nightly, which starts a newer run")));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStatus.class,
            names = {"QUEUED", "PROVISIONING", "STARTING"})
    void a_lease_that_nobody_renews_ends_the_run_before_its_load(RunStatus status) {
        RunStep step = plan(leased(run(status), NOON), sight(PREPARING, null));

        assertThat(step).isInstanceOfSatisfying(RunStep.End.class, end -> {
            assertThat(end.status()).isEqualTo(RunStatus.STOPPED);
            assertThat(end.reason().code()).isEqualTo(ReasonCode.LEASE_EXPIRED);
        });
    }

    @Test
    void a_lease_that_nobody_renews_stops_the_load_and_one_that_holds_does_not() {
        Run running = run(RunStatus.RUNNING);
        Sight sight = sight(RUNNING, AgentReport.Phase.RUNNING);

        assertThat(plan(leased(running, NOON), sight))
                .isInstanceOfSatisfying(
                        RunStep.Move.class,
                        move -> assertThat(move.reason())
                                .extracting(Reason::code)
                                .isEqualTo(ReasonCode.LEASE_EXPIRED));
        assertThat(plan(leased(running, NOON.plusSeconds(60)), sight)).isEqualTo(new RunStep.TakeSample());
    }

    @Test
    void the_time_in_the_queue_does_not_count_towards_the_deadline() {
        Instant admitted = NOON.plus(Duration.ofHours(5));
        Run late = Fixtures.queuedRun().become(RunStatus.PROVISIONING, null, admitted);

        assertThat(PLANNER.plan(late, sight(PREPARING, null), admitted.plusSeconds(1)))
                .isEqualTo(new RunStep.Wait());
        assertThat(PLANNER.plan(late, sight(PREPARING, null), admitted.plus(Duration.ofMinutes(17))))
                .isInstanceOf(RunStep.End.class);
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

        RunStep step = PLANNER.plan(run(RunStatus.RUNNING), sight(RUNNING, AgentReport.Phase.RUNNING), late);

        assertThat(step)
                .isInstanceOfSatisfying(
                        RunStep.Move.class,
                        move -> assertThat(move.reason())
                                .extracting(Reason::code)
                                .isEqualTo(ReasonCode.DEADLINE_EXCEEDED));
        assertThat(failure(PLANNER.plan(run(RunStatus.PROVISIONING), sight(PREPARING, null), late)))
                .isEqualTo(ReasonCode.DEADLINE_EXCEEDED);
        assertThat(failure(PLANNER.plan(run(RunStatus.STARTING), sight(RUNNING, null), late)))
                .isEqualTo(ReasonCode.DEADLINE_EXCEEDED);
    }
}
