package io.loadplane.engine;

import static io.loadplane.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Summary;
import io.loadplane.model.run.Validity;
import io.loadplane.model.run.Workers;
import io.loadplane.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultJudgeTest {

    private static final Duration ASKED = Duration.ofMinutes(1);

    @Test
    void a_load_that_ran_as_asked_is_completed_and_valid() {
        ResultJudge.Outcome outcome = ResultJudge.outcome(stopping(null), report(10, false, null));

        assertThat(outcome).isEqualTo(new ResultJudge.Outcome(RunStatus.COMPLETED, null, true));
        assertThat(validity(stopping(null), report(10, false, null), ASKED).state())
                .isEqualTo(Validity.State.VALID);
    }

    @Test
    void a_stop_that_was_asked_for_keeps_the_complete_result() {
        Reason reason = Reason.of(ReasonCode.STOPPED_BY_USER, "stopped by tester");

        ResultJudge.Outcome outcome = ResultJudge.outcome(stopping(reason), report(10, false, null));

        assertThat(outcome).isEqualTo(new ResultJudge.Outcome(RunStatus.STOPPED, reason, true));
    }

    @Test
    void a_deadline_fails_the_run_but_keeps_its_result() {
        Reason reason = Reason.of(ReasonCode.DEADLINE_EXCEEDED, "too long");

        ResultJudge.Outcome outcome = ResultJudge.outcome(stopping(reason), report(10, false, null));

        assertThat(outcome).isEqualTo(new ResultJudge.Outcome(RunStatus.FAILED, reason, true));
    }

    @Test
    void a_load_that_ended_because_no_worker_was_left_has_failed() {
        ResultJudge.Outcome outcome = ResultJudge.outcome(stopping(null), report(10, true, null));

        assertThat(outcome.status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome.reason()).extracting(Reason::code).isEqualTo(ReasonCode.WORKERS_LOST);
        assertThat(outcome.complete()).isFalse();
    }

    @Test
    void what_takes_the_master_with_its_workers_is_the_cause() {
        Reason reason = Reason.of(ReasonCode.NAMESPACE_MISSING, "the namespace is going");

        ResultJudge.Outcome outcome = ResultJudge.outcome(stopping(reason), report(10, true, null));

        assertThat(outcome).isEqualTo(new ResultJudge.Outcome(RunStatus.FAILED, reason, false));
    }

    @Test
    void lost_workers_missing_users_and_short_runs_degrade_the_load() {
        Run lost = stopping(null).seen(new Workers(2, 1, 1), summary());

        assertThat(validity(lost, report(10, false, null), ASKED).reasons())
                .containsExactly("1 of 2 workers were lost while the load was on");
        assertThat(validity(stopping(null), report(4, false, null), ASKED).reasons())
                .containsExactly("4 of 10 users were reached");
        assertThat(validity(stopping(null), report(10, false, null), Duration.ofSeconds(20))
                        .reasons())
                .containsExactly("the load lasted about 20s instead of 1m");
    }

    @Test
    void a_load_that_was_ended_early_is_as_doubtful_as_it_is_short() {
        Run stopped = stopping(Reason.of(ReasonCode.STOPPED_BY_USER, "stopped by tester"));

        assertThat(validity(stopped, report(4, false, null), Duration.ofSeconds(20))
                        .reasons())
                .containsExactly("the load lasted about 20s instead of 1m");
    }

    @Test
    void a_load_without_users_is_no_load() {
        AgentReport nobody = report(0, false, null, 0);

        assertThat(ResultJudge.outcome(stopping(null), nobody).status()).isEqualTo(RunStatus.FAILED);
        assertThat(ResultJudge.outcome(stopping(null), report(1, false, null, 0))
                        .status())
                .isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_load_shape_decides_users_and_time_itself() {
        assertThat(validity(stopping(null), report(3, false, "Stairs"), Duration.ofSeconds(20))
                        .state())
                .isEqualTo(Validity.State.VALID);
    }

    private static Summary summary() {
        return new Summary(1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 10);
    }

    private static Validity validity(Run run, AgentReport report, Duration lasted) {
        AgentReport timed = new AgentReport(
                report.phase(),
                report.endedEarly(),
                report.failure(),
                report.signalled(),
                report.connected(),
                report.lost(),
                report.usersAsked(),
                lasted,
                null,
                report.doubts(),
                report.moments(),
                report.statistics());
        return ResultJudge.validity(run, timed, ResultJudge.outcome(run, timed));
    }

    private static Run stopping(@Nullable Reason reason) {
        return Fixtures.queuedRun()
                .become(RunStatus.PROVISIONING, null, NOON)
                .become(RunStatus.STARTING, null, NOON)
                .become(RunStatus.RUNNING, null, NOON)
                .become(RunStatus.STOPPING, reason, NOON.plus(ASKED));
    }

    private static AgentReport report(int usersPeak, boolean endedEarly, @Nullable String shape) {
        return report(usersPeak, endedEarly, shape, 5);
    }

    private static AgentReport report(int usersPeak, boolean endedEarly, @Nullable String shape, int requests) {
        EndpointStatistics total = new EndpointStatistics(
                "", "Aggregated", requests, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of());
        Statistics statistics =
                new Statistics(true, NOON, 0, usersPeak, shape, total, List.of(), 0, List.of(), List.of(), List.of());
        return new AgentReport(
                AgentReport.Phase.FINAL,
                endedEarly,
                null,
                false,
                2,
                0,
                null,
                ASKED,
                null,
                AgentReport.Doubts.NONE,
                List.of(),
                statistics);
    }
}
