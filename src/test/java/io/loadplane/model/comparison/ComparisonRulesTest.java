package io.loadplane.model.comparison;

import static io.loadplane.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Priority;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Validity;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.Results;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonRulesTest {

    private static final ComparisonRules RULES = new ComparisonRules(ComparisonRules.DEFAULT_TOLERANCE);

    @ParameterizedTest
    @MethodSource("seeds")
    void a_result_is_the_same_as_itself(long seed) {
        EndpointStatistics any = random(seed);

        Comparison comparison = compare(any, any);

        assertThat(comparison.change()).isIn(Change.SAME, Change.NOT_COMPARABLE);
        assertThat(comparison.endpoints().getFirst().metrics())
                .allMatch(metric -> metric.difference() == 0)
                .noneMatch(metric -> metric.change() == Change.REGRESSED || metric.change() == Change.IMPROVED);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_regressed_one_way_improved_the_other_way(long seed) {
        EndpointStatistics one = random(seed);
        EndpointStatistics other = random(seed + 1_000);

        Comparison there = compare(one, other);
        Comparison back = compare(other, one);

        assertThat(back.endpoints().getFirst().metrics().stream().map(MetricChange::change))
                .isEqualTo(there.endpoints().getFirst().metrics().stream()
                        .map(metric -> opposite(metric.change()))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void more_tolerance_finds_no_more_changes(long seed) {
        ComparisonRules.Side baseline = measured(random(seed));
        ComparisonRules.Side actual = measured(random(seed + 1_000));
        long last = Long.MAX_VALUE;

        for (double tolerance : new double[] {0, 0.05, 0.1, 0.5, 2, 10}) {
            long found = new ComparisonRules(tolerance)
                    .compare(baseline, actual).endpoints().getFirst().metrics().stream()
                            .filter(metric -> metric.change() == Change.REGRESSED || metric.change() == Change.IMPROVED)
                            .count();

            assertThat(found).isLessThanOrEqualTo(last);
            last = found;
        }
    }

    /** The same system measured again: chance alone is no regression. */
    @ParameterizedTest
    @MethodSource("seeds")
    void chance_is_no_change(long seed) {
        EndpointStatistics first = Results.endpoint("GET", "/cart", 1_500, 200, seed);
        EndpointStatistics again = Results.endpoint("GET", "/cart", 1_500, 200, seed + 1_000);

        Comparison comparison = compare(first, again);

        assertThat(comparison.change()).as("%s", comparison.reasons()).isEqualTo(Change.SAME);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_system_that_takes_half_as_long_again_has_regressed(long seed) {
        EndpointStatistics before = Results.endpoint("GET", "/cart", 1_500, 200, seed);
        EndpointStatistics after = Results.endpoint("GET", "/cart", 1_500, 300, seed + 1_000);

        Comparison comparison = compare(before, after);

        assertThat(comparison.change()).isEqualTo(Change.REGRESSED);
        assertThat(comparison.reasons()).anyMatch(reason -> reason.startsWith("p50 of GET /cart: "));
        assertThat(changes(comparison))
                .containsEntry("p50", Change.REGRESSED)
                .containsEntry("p95", Change.REGRESSED)
                .containsEntry("rps", Change.SAME);
    }

    @ParameterizedTest
    @CsvSource({
        // requests, p50, p95, p99
        "9, , ,",
        "100, SAME, NOT_COMPARABLE, NOT_COMPARABLE",
        "500, SAME, SAME, NOT_COMPARABLE",
        "2000, SAME, SAME, SAME"
    })
    void a_percentile_needs_enough_requests_beyond_it(
            int requests, @Nullable Change p50, @Nullable Change p95, @Nullable Change p99) {
        EndpointStatistics endpoint = Results.endpoint("GET", "/cart", requests, 200, 1);

        Map<String, Change> changes = changes(compare(endpoint, endpoint));

        assertThat(changes.get("p50")).isEqualTo(p50);
        assertThat(changes.get("p95")).isEqualTo(p95);
        assertThat(changes.get("p99")).isEqualTo(p99);
    }

    @ParameterizedTest
    @CsvSource({
        // failures of 10,000 before and after
        "0, 9, SAME",
        "0, 30, REGRESSED",
        "30, 0, IMPROVED",
        "1000, 1050, SAME",
        "1000, 1300, REGRESSED",
        "5, 12, SAME"
    })
    void failures_count_when_they_are_more_than_a_few(int before, int after, Change expected) {
        EndpointStatistics baseline = Results.endpoint("GET", "/cart", before, Map.of("20", 10_000L));
        EndpointStatistics actual = Results.endpoint("GET", "/cart", after, Map.of("20", 10_000L));

        assertThat(changes(compare(baseline, actual))).containsEntry("failure_ratio", expected);
    }

    @ParameterizedTest
    @CsvSource({"10, 14, SAME", "10, 16, REGRESSED", "16, 10, IMPROVED", "110, 120, SAME", "1100, 1200, SAME"})
    void what_is_within_five_ms_or_the_rounding_is_the_same(long before, long after, Change expected) {
        EndpointStatistics baseline = Results.endpoint("GET", "/cart", 0, Map.of("" + before, 5_000L));
        EndpointStatistics actual = Results.endpoint("GET", "/cart", 0, Map.of("" + after, 5_000L));

        assertThat(changes(compare(baseline, actual))).containsEntry("p95", expected);
    }

    @Test
    void an_endpoint_of_one_run_only_is_shown_but_says_nothing() {
        EndpointStatistics both = Results.endpoint("GET", "/both", 2_000, 100, 1);
        ComparisonRules.Side baseline = measured(Results.of(NOON, both, Results.endpoint("GET", "/gone", 20, 100, 2)));
        ComparisonRules.Side actual = measured(Results.of(NOON, both, Results.endpoint("GET", "/new", 20, 100, 3)));

        Comparison comparison = RULES.compare(baseline, actual);

        assertThat(comparison.endpoints())
                .extracting(EndpointChange::name, EndpointChange::change, EndpointChange::reason)
                .containsExactly(
                        tuple("/both", Change.SAME, null),
                        tuple("/gone", Change.NOT_COMPARABLE, "only in the baseline"),
                        tuple("/new", Change.NOT_COMPARABLE, "not in the baseline"));
        assertThat(comparison.change()).isEqualTo(Change.SAME);
    }

    @Test
    void another_load_is_not_comparable_but_its_figures_are_shown() {
        Overrides overrides =
                new Overrides(20, null, Duration.ofMinutes(2), "https://other", 3, null, List.of("read"), null);
        Statistics slow = Results.of(NOON, Results.endpoint("GET", "/cart", 2_000, 900, 1));
        ComparisonRules.Side actual =
                new ComparisonRules.Side(completed(Fixtures.settings().with(overrides), Validity.State.VALID), slow);

        Comparison comparison = RULES.compare(measured(Results.endpoint("GET", "/cart", 2_000, 100, 1)), actual);

        assertThat(comparison.change()).isEqualTo(Change.NOT_COMPARABLE);
        assertThat(comparison.reasons())
                .containsExactly(
                        "users: 20 instead of 10",
                        "spawn_rate: 20.0 instead of 10.0",
                        "run_time: 2m instead of 1m",
                        "replicas: 3 instead of 2",
                        "host: https://other instead of null",
                        "tags: [read] instead of []");
        assertThat(comparison.endpoints().getFirst().metrics())
                .hasSize(5)
                .allMatch(metric -> metric.change() == Change.NOT_COMPARABLE)
                .anyMatch(metric -> metric.difference() > 500);
    }

    @Test
    void runs_that_are_not_sound_are_not_comparable() {
        ComparisonRules.Side failed = new ComparisonRules.Side(
                Fixtures.queuedRun().become(RunStatus.FAILED, Reason.of(ReasonCode.SCRIPT_ERROR, "no"), NOON), null);
        ComparisonRules.Side degraded = new ComparisonRules.Side(
                completed(Fixtures.settings(), Validity.State.DEGRADED),
                Results.of(NOON, Results.endpoint("GET", "/cart", 2_000, 100, 1))
                        .incomplete());

        Comparison comparison = RULES.compare(failed, degraded);

        assertThat(comparison.change()).isEqualTo(Change.NOT_COMPARABLE);
        assertThat(comparison.total()).isNull();
        assertThat(comparison.reasons())
                .containsExactly(
                        "the baseline is failed, not completed",
                        "the validity of the baseline is unknown",
                        "the result of the run is not complete",
                        "the validity of the run is degraded");
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    private static Change opposite(Change change) {
        return switch (change) {
            case IMPROVED -> Change.REGRESSED;
            case REGRESSED -> Change.IMPROVED;
            case SAME -> Change.SAME;
            case NOT_COMPARABLE -> Change.NOT_COMPARABLE;
        };
    }

    /** Of the one endpoint that there is. */
    private static Map<String, Change> changes(Comparison comparison) {
        Map<String, Change> changes = new TreeMap<>();
        comparison.endpoints().getFirst().metrics().forEach(metric -> changes.put(metric.metric(), metric.change()));
        return changes;
    }

    private static EndpointStatistics random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long requests = random.nextLong(10, 3_000);
        EndpointStatistics times =
                Results.endpoint("GET", "/cart", requests, random.nextDouble(5, 3_000), random.nextLong());
        return Results.endpoint("GET", "/cart", random.nextLong(requests), times.histogram());
    }

    private static Comparison compare(EndpointStatistics baseline, EndpointStatistics actual) {
        return RULES.compare(measured(baseline), measured(actual));
    }

    private static ComparisonRules.Side measured(EndpointStatistics endpoint) {
        return measured(Results.of(NOON, endpoint));
    }

    private static ComparisonRules.Side measured(Statistics statistics) {
        return new ComparisonRules.Side(completed(Fixtures.settings(), Validity.State.VALID), statistics);
    }

    private static Run completed(Settings settings, Validity.State validity) {
        Run queued = Run.queued(
                new RunId("run-" + "0".repeat(26)),
                1,
                Fixtures.LOAD_TEST_ID,
                1,
                settings,
                new Run.Origin(NOON, "tester", null, Priority.NORMAL, null, null));
        return queued.become(RunStatus.PROVISIONING, null, NOON)
                .become(RunStatus.STARTING, null, NOON)
                .become(RunStatus.RUNNING, null, NOON)
                .become(RunStatus.STOPPING, null, NOON)
                .become(RunStatus.COMPLETED, null, NOON)
                .judged(true, new Validity(validity, List.of()), Judgement.open(List.of()));
    }
}
