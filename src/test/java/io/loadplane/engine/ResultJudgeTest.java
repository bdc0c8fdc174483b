package io.loadplane.engine;

import static io.loadplane.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.Words;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Priority;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void processes_whose_event_loop_was_blocked_degrade_the_load() {
        AgentReport.BlockedLoop worker = new AgentReport.BlockedLoop(
                "w-0", false, Duration.ofMillis(6_340), Duration.ofMillis(8_400), Duration.ofMillis(2_900));
        AgentReport.BlockedLoop starved = new AgentReport.BlockedLoop(
                "w-1", true, Duration.ofSeconds(1), Duration.ofSeconds(40), Duration.ofSeconds(1));
        AgentReport.BlockedLoop mild = new AgentReport.BlockedLoop(
                "w-2", false, Duration.ofMillis(300), Duration.ofSeconds(4), Duration.ofSeconds(1));
        AgentReport.BlockedLoop master =
                new AgentReport.BlockedLoop(null, false, Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ZERO);
        AgentReport.Doubts doubts =
                new AgentReport.Doubts(null, List.of(), List.of(worker, starved, mild, master), null);

        assertThat(validity(stopping(null), report(10, false, "Stairs"), ASKED, ASKED, doubts)
                        .reasons())
                .containsExactly(
                        "the event loop of worker w-0 was blocked for up to 6.3 s (8.4 s in all) since 2s after the start:"
                                + " a call in the script does not give way to other users (a database, gRPC or Kafka"
                                + " driver without gevent, for example), so users waited for each other and response"
                                + " times are too long",
                        "the event loop of the master was blocked for up to 3.0 s (3.0 s in all) since 0s after the start:"
                                + " a listener or greenlet of the script does not give way there, so users came, went"
                                + " and were counted late",
                        "the event loop of worker w-1 was late by up to 1.0 s (40.0 s in all) since 1s after the start:"
                                + " it had to wait for a CPU, or its users computed nearly all the time (more CPU or more"
                                + " workers help), so users waited for each other and response times are too long",
                        "and 1 more workers whose event loop was blocked or late");
    }

    @ParameterizedTest
    @CsvSource({"60, 75, valid", "60, 77, degraded", "600, 669, valid", "600, 671, degraded"})
    void a_load_may_last_as_long_as_it_takes_to_stop_its_users(int asked, int underLoad, String state) {
        Overrides longer = new Overrides(null, null, Duration.ofSeconds(asked), null, null, null, null, null);
        Run run = stopping(queued(longer), null);

        Validity validity = validity(
                run,
                report(10, false, null),
                Duration.ofHours(1),
                Duration.ofSeconds(underLoad),
                AgentReport.Doubts.NONE);

        assertThat(Words.of(validity.state())).isEqualTo(state);
        assertThat(validity.reasons()).allMatch(reason -> reason.startsWith("the load lasted about "));
    }

    private static Summary summary() {
        return new Summary(1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 10);
    }

    private static Validity validity(Run run, AgentReport report, Duration lasted) {
        return validity(run, report, lasted, lasted, report.doubts());
    }

    private static Validity validity(
            Run run, AgentReport report, Duration lasted, Duration underLoad, AgentReport.Doubts doubts) {
        AgentReport timed = new AgentReport(
                report.phase(),
                report.endedEarly(),
                report.failure(),
                report.signalled(),
                report.connected(),
                report.lost(),
                report.usersAsked(),
                lasted,
                underLoad,
                null,
                doubts,
                report.moments(),
                report.statistics());
        return ResultJudge.validity(run, timed, ResultJudge.outcome(run, timed));
    }

    private static Run stopping(@Nullable Reason reason) {
        return stopping(queued(Overrides.NONE), reason);
    }

    private static Run queued(Overrides overrides) {
        return Run.queued(
                Fixtures.RUN_ID,
                1,
                Fixtures.LOAD_TEST_ID,
                1,
                Fixtures.settings().with(overrides),
                new Run.Origin(NOON, "tester", null, Priority.NORMAL, null, null));
    }

    private static Run stopping(Run queued, @Nullable Reason reason) {
        return queued.become(RunStatus.PROVISIONING, null, NOON)
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
                ASKED,
                null,
                AgentReport.Doubts.NONE,
                List.of(),
                statistics);
    }
}
