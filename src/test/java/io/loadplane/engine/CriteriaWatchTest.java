package io.loadplane.engine;

import static io.loadplane.testing.Fixtures.NOON;
import static io.loadplane.testing.Measurements.at;
import static io.loadplane.testing.Measurements.criterion;
import static io.loadplane.testing.Measurements.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import io.loadplane.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How criteria stand while the load is on. The load began at noon, with one user asked for. */
class CriteriaWatchTest {

    private final CriteriaWatch watch = new CriteriaWatch();

    @Test
    void the_actual_value_is_that_of_the_load_up_to_now() {
        CriterionResult standing = look(criterion("p95", "<", 300), seconds(2, 100, 0, "20"));

        assertThat(standing.actual()).isEqualTo(20);
        assertThat(standing.outcome()).isNull();
        assertThat(standing.violatedAt()).isNull();
    }

    @Test
    void a_violation_on_the_way_is_kept_although_all_ends_well() {
        Criterion criterion = criterion("failure_ratio", "<", 0.1);

        CriterionResult bad = look(criterion, seconds(2, 10, 5, "20"));
        CriterionResult good = look(bad, seconds(4, 1000, 5, "20"));

        assertThat(good.violatedAt()).isEqualTo(NOON.plusSeconds(2));
        assertThat(good.reason()).isEqualTo("it was 0.500 then");
        assertThat(good.actual()).isEqualTo(0.005);
    }

    @Test
    void what_can_only_grow_is_not_too_little_before_the_end() {
        CriterionResult standing = look(criterion("requests", ">", 1000), seconds(2, 10, 0, "20"));

        assertThat(standing.actual()).isEqualTo(10);
        assertThat(standing.violatedAt()).isNull();
    }

    @Test
    void a_load_is_hopeless_once_a_whole_window_is_bad() {
        Criterion criterion = stop("failure_ratio", 0.5, null);

        CriterionResult first = look(criterion, seconds(2, 100, 0, "20"));
        CriterionResult soon = look(first, seconds(8, 200, 90, "20"));
        CriterionResult after = look(soon, seconds(12, 300, 190, "20"));

        assertThat(soon.violatedAt()).as("six of ten seconds").isNull();
        assertThat(after.violatedAt()).isEqualTo(NOON.plusSeconds(12));
        assertThat(after.reason()).isEqualTo("failure_ratio was 0.950 over 10s; the load was ended");
    }

    @Test
    void a_bad_beginning_is_forgotten_when_the_window_has_moved_on() {
        Criterion criterion = stop("p95", 100, "4s");

        CriterionResult standing = look(criterion, seconds(2, 100, 0, "900"));
        for (int second = 4; second <= 30; second += 2) {
            standing = look(standing, with(seconds(second, 100, 0, "900"), 50L * second));
        }

        assertThat(standing.violatedAt()).isNull();
        assertThat(standing.actual()).as("since 4s").isEqualTo(20);
    }

    private CriterionResult look(Criterion criterion, Statistics statistics) {
        return look(Judgement.open(List.of(criterion)).criteria().getFirst(), statistics);
    }

    private CriterionResult look(CriterionResult standing, Statistics statistics) {
        AgentReport report = AgentReports.of(AgentReport.Phase.RUNNING, statistics);
        return watch.look(running(standing), report).getFirst();
    }

    private static Criterion stop(String metric, double value, @Nullable String after) {
        return new Criterion(metric, null, "<", value, null, after, Criterion.Action.STOP, Duration.ofSeconds(10));
    }

    private static Run running(CriterionResult standing) {
        Run queued = Run.queued(
                Fixtures.RUN_ID,
                1,
                Fixtures.LOAD_TEST_ID,
                1,
                Fixtures.settings()
                        .with(new Overrides(null, null, null, null, null, null, null, List.of(standing.criterion()))),
                Fixtures.queuedRun().origin());
        return queued.become(RunStatus.PROVISIONING, null, NOON)
                .become(RunStatus.STARTING, null, NOON)
                .become(RunStatus.RUNNING, null, NOON)
                .standing(List.of(standing));
    }

    private static Statistics seconds(int second, long requests, long failures, String time) {
        return at(Duration.ofSeconds(second), 1, endpoint("GET /cart", failures, Map.of(time, requests)));
    }

    /** With so many quick requests more. */
    private static Statistics with(Statistics statistics, long quick) {
        String slow = statistics
                .endpoints()
                .getFirst()
                .histogram()
                .keySet()
                .iterator()
                .next();
        long requests = statistics.total().requests();
        return at(
                Duration.between(NOON, statistics.at()),
                1,
                endpoint("GET /cart", 0, Map.of(slow, requests, "20", quick)));
    }
}
