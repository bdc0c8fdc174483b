package io.loadplane.model.verdict;

import static io.loadplane.testing.Measurements.at;
import static io.loadplane.testing.Measurements.criterion;
import static io.loadplane.testing.Measurements.endpoint;
import static io.loadplane.testing.Measurements.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.CriterionResult.Outcome;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Verdict;
import io.loadplane.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    /** 100 requests in 10 s: 90 of the cart, 10 of the items. */
    private static final Statistics WHOLE = at(
            Duration.ofSeconds(10),
            20,
            endpoint("GET /cart", 0, Map.of("10", 80L, "200", 10L)),
            endpoint("GET /items/1", 5, Map.of("400", 10L)));

    @ParameterizedTest
    @CsvSource({
        "requests, 100",
        "failures, 5",
        "failure_ratio, 0.05",
        "rps, 10",
        "avg, 68",
        "median, 10",
        "min, 10",
        "max, 400",
        "p50, 10",
        "p85, 200",
        "p95, 400",
        "p99.9, 400",
        "users, 20",
        "exceptions, 0"
    })
    void every_metric_is_read_from_the_result(String metric, double expected) {
        Judgement judgement = judge(criterion(metric, ">=", expected));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(judgement.criteria().getFirst().actual()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"<, false", "<=, true", ">, false", ">=, true"})
    void a_value_on_the_threshold_is_told_apart(String op, boolean holds) {
        Judgement judgement = judge(criterion("requests", op, 100));

        assertThat(judgement.verdict()).isEqualTo(holds ? Verdict.PASSED : Verdict.FAILED);
    }

    @Test
    void a_pattern_means_each_endpoint_and_the_worst_is_named() {
        CriterionResult slow = judge(of("GET /*", "p95", "<", 300)).criteria().getFirst();
        CriterionResult busy =
                judge(of("GET /*", "requests", ">", 50)).criteria().getFirst();

        assertThat(slow.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(slow.actual()).isEqualTo(400);
        assertThat(slow.endpoint()).isEqualTo("GET /items/1");
        assertThat(busy.actual()).isEqualTo(10);
    }

    @Test
    void an_endpoint_is_found_by_its_name_too() {
        assertThat(judge(of("/cart", "max", "<=", 200)).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(judge(of("GET /cart", "max", "<=", 200)).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(judge(of("/car.", "max", "<=", 200)).verdict()).isEqualTo(Verdict.NOT_EVALUATED);
    }

    @Test
    void what_was_never_called_is_not_evaluated_and_says_so() {
        Judgement judgement = judge(of("GET /gone", "p95", "<", 300), criterion("requests", ">", 1));

        assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_EVALUATED);
        assertThat(judgement.reason()).isEqualTo("p95 of GET /gone < 300: GET /gone was never called");
        assertThat(judgement.criteria())
                .extracting(CriterionResult::outcome)
                .containsExactly(Outcome.NOT_EVALUATED, Outcome.PASSED);
    }

    @Test
    void one_failed_criterion_fails_the_run_whatever_the_others_say() {
        Judgement judgement = judge(of("GET /gone", "p95", "<", 300), criterion("requests", ">", 1000));

        assertThat(judgement.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.reason()).isNull();
    }

    @Test
    void a_run_without_criteria_or_with_an_incomplete_result_has_no_verdict() {
        Judgement none = judge();
        Judgement incomplete =
                Judge.judge(open(criterion("requests", ">", 1)), new Judge.Evidence(WHOLE, false, Map.of(), null));

        assertThat(none.reason()).isEqualTo("the run has no criteria");
        assertThat(incomplete.verdict()).isEqualTo(Verdict.NOT_EVALUATED);
        assertThat(incomplete.reason()).isEqualTo("the result is incomplete");
        assertThat(incomplete.criteria().getFirst().actual()).isEqualTo(100);
    }

    @Test
    void what_came_before_the_moment_is_left_out() {
        Statistics earlier = at(Duration.ofSeconds(4), 20, endpoint("GET /cart", 0, Map.of("10", 10L, "200", 10L)));
        Statistics later = WHOLE.since(earlier);

        Judgement judgement = Judge.judge(
                open(after("4s", "max", "/cart"), after("4s", "requests", null), after("4s", "rps", "/items/1")),
                new Judge.Evidence(WHOLE, true, Map.of("4s", later), null));

        assertThat(judgement.criteria()).extracting(CriterionResult::actual).containsExactly(10.0, 80.0, 10 / 6.0);
    }

    @Test
    void a_moment_that_never_came_is_not_evaluated() {
        Judgement judgement = judge(after("1h", "max", null), after("ramp_up", "max", null));

        assertThat(judgement.criteria())
                .extracting(CriterionResult::reason)
                .containsExactly(
                        "the load ended before it had lasted 1h", "the load ended before all users were started");
    }

    @ParameterizedTest
    @CsvSource({"+10%, 380, PASSED", "+10%, 300, FAILED", "-10%, 420, PASSED", "-10%, 500, FAILED"})
    void a_baseline_allows_so_much_above_or_below_it(String allowed, String former, Verdict verdict) {
        Criterion criterion = new Criterion("max", null, null, null, allowed, null, null, null);
        Statistics baseline = at(Duration.ofSeconds(10), 20, endpoint("GET /cart", 0, Map.of(former, 10L)));

        Judgement judgement = Judge.judge(
                open(criterion), new Judge.Evidence(WHOLE, true, Map.of(), new Judge.Baseline(baseline, List.of())));

        assertThat(judgement.verdict()).isEqualTo(verdict);
        assertThat(judge(criterion).reason()).endsWith("the load test has no baseline");
    }

    @Test
    void with_a_baseline_each_endpoint_of_a_pattern_is_compared_with_itself() {
        Criterion criterion = new Criterion("max", "GET /*", null, null, "+10%", null, null, null);
        Statistics baseline = at(
                Duration.ofSeconds(10),
                20,
                endpoint("GET /cart", 0, Map.of("100", 10L)),
                endpoint("GET /items/1", 0, Map.of("500", 10L)));

        CriterionResult result = judgeAgainst(criterion, new Judge.Baseline(baseline, List.of()));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.endpoint()).isEqualTo("GET /cart");
        assertThat(result.actual()).isEqualTo(200);
        assertThat(result.threshold()).isEqualTo(110);
    }

    @Test
    void nothing_follows_from_a_baseline_that_had_another_load() {
        Criterion criterion = new Criterion("max", null, null, null, "+10%", null, null, null);

        CriterionResult result = judgeAgainst(criterion, new Judge.Baseline(WHOLE, List.of("users: 20 instead of 10")));

        assertThat(result.outcome()).isEqualTo(Outcome.NOT_EVALUATED);
        assertThat(result.reason()).endsWith("with the baseline: users: 20 instead of 10");
    }

    @Test
    void a_pattern_does_not_hold_where_endpoints_were_left_out() {
        Statistics cut = cutFrom(WHOLE, 2001);

        Judgement judgement = Judge.judge(
                open(of("GET /*", "max", "<", 1000), of("GET /*", "max", "<", 300), of("GET /z", "max", "<", 1000)),
                new Judge.Evidence(cut, true, Map.of(), null));

        assertThat(judgement.criteria())
                .extracting(CriterionResult::outcome)
                .containsExactly(Outcome.NOT_EVALUATED, Outcome.FAILED, Outcome.NOT_EVALUATED);
        assertThat(judgement.criteria().getLast().reason()).startsWith("only 2 of 2001 endpoints were kept");
    }

    @Test
    void what_has_no_times_has_no_percentile() {
        Statistics untimed = at(Duration.ofSeconds(10), 20, endpoint("GET /cart", 0, Map.of()));

        Judgement judgement =
                Judge.judge(open(criterion("p95", "<", 300)), new Judge.Evidence(untimed, true, Map.of(), null));

        assertThat(judgement.criteria().getFirst().outcome()).isEqualTo(Outcome.NOT_EVALUATED);
    }

    private static CriterionResult judgeAgainst(Criterion criterion, Judge.Baseline baseline) {
        return Judge.judge(open(criterion), new Judge.Evidence(WHOLE, true, Map.of(), baseline))
                .criteria()
                .getFirst();
    }

    private static Statistics cutFrom(Statistics whole, int endpoints) {
        return new Statistics(
                whole.complete(),
                whole.at(),
                whole.users(),
                whole.usersPeak(),
                whole.shape(),
                whole.total(),
                whole.endpoints(),
                endpoints,
                whole.errors(),
                whole.exceptions(),
                whole.workers());
    }

    @Test
    void a_criterion_that_stopped_the_load_has_failed_even_if_the_whole_looks_well() {
        Criterion stop = new Criterion("failure_ratio", null, "<", 0.5, null, null, Criterion.Action.STOP, null);
        CriterionResult violated =
                open(stop).getFirst().violated(Fixtures.NOON, "failure_ratio was 0.900 over 30s; the load was ended");

        Judgement judgement = Judge.judge(List.of(violated), new Judge.Evidence(WHOLE, true, Map.of(), null));

        assertThat(judgement.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.criteria().getFirst().reason()).contains("over 30s");
    }

    private static Criterion after(String moment, String metric, @Nullable String endpoint) {
        return new Criterion(metric, endpoint, ">=", 0.0, null, moment, null, null);
    }

    private static List<CriterionResult> open(Criterion... criteria) {
        return Judgement.open(List.of(criteria)).criteria();
    }

    private static Judgement judge(Criterion... criteria) {
        return Judge.judge(open(criteria), new Judge.Evidence(WHOLE, true, Map.of(), null));
    }
}
