package io.loadplane.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ScriptedTarget;
import io.loadplane.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Real Locust against a target whose times are known: what criteria are judged by is what the target wrote down. */
class VerdictTest {

    /** Between target and script lie the network and the scheduler of a machine that has other things to do. */
    private static final double ON_THE_WAY_MS = 150;

    private static final Map<String, Double> SHARES = Map.of("p50", 0.5, "p80", 0.8, "p95", 0.95, "p99", 0.99);

    private static final String SCRIPT = """
            from locust import HttpUser, task

            class Visitor(HttpUser):
                @task(2)
                def fixed(self):
                    self.client.get("/fixed")

                @task(3)
                def bimodal(self):
                    self.client.get("/bimodal")

                @task(2)
                def ramp(self):
                    self.client.get("/ramp")

                @task(5)
                def flaky(self):
                    self.client.get("/flaky")
            """;

    private final TestService service = TestService.shared();
    private final Api api = service.api();
    private final Runs runs = new Runs(api);

    @Test
    void each_actual_value_is_what_the_target_wrote_down_on_one_worker_and_on_eight() {
        try (ScriptedTarget alone = ScriptedTarget.start();
                ScriptedTarget shared = ScriptedTarget.start()) {
            String one = runs.start(request(alone, 1));
            String eight = runs.start(request(shared, 8));

            compare(runs.awaitEnd(one), alone);
            compare(runs.awaitEnd(eight), shared);
        }
    }

    @Test
    void a_hopeless_load_is_stopped_by_its_criterion() {
        try (ScriptedTarget target = ScriptedTarget.start()) {
            ObjectNode request = request(target, 1).put("run_time", "5m");
            request.putArray("criteria")
                    .add(criterion("p95", null, "<", 20).put("action", "stop").put("window", "5s"));

            JsonNode run = runs.awaitEnd(runs.start(request));

            assertThat(run.path("status").asText()).isEqualTo("stopped");
            assertThat(run.path("status_reason").path("code").asText()).isEqualTo("stopped_by_criterion");
            assertThat(run.path("status_reason").path("message").asText()).startsWith("p95 < 20 or stop: p95 was ");
            assertThat(run.path("verdict").asText()).isEqualTo("failed");
            assertThat(run.path("result").path("complete").asBoolean()).isTrue();
            JsonNode criterion = run.path("criteria").path(0);
            assertThat(criterion.path("result").asText()).isEqualTo("failed");
            assertThat(Duration.between(
                            Instant.parse(run.path("started_at").asText()),
                            Instant.parse(criterion.path("violated_at").asText())))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(25));
        }
    }

    @Test
    void statistics_that_the_script_resets_make_the_load_doubtful() {
        try (ScriptedTarget target = ScriptedTarget.start()) {
            ObjectNode request = request(target, 1).put("run_time", "8s").put("main_py_content", SCRIPT + """

                    import gevent
                    from locust import events

                    @events.test_start.add_listener
                    def forget(environment, **_):
                        gevent.spawn_later(4, environment.runner.stats.reset_all)
                    """);

            JsonNode run = runs.awaitEnd(runs.start(request));

            assertThat(run.path("validity").path("state").asText()).isEqualTo("degraded");
            assertThat(run.path("validity").path("reasons").toString())
                    .containsPattern("the statistics were reset [345]s after the start");
        }
    }

    @Test
    void rates_are_of_the_whole_load_and_users_that_end_by_themselves_are_missed() {
        try (ScriptedTarget target = ScriptedTarget.start()) {
            ObjectNode request =
                    request(target, 1).put("users", 4).put("stop_timeout", "1s").put("main_py_content", """
                    import time
                    from locust import HttpUser, task
                    from locust.exception import StopUser

                    begun = time.time()

                    class Visitor(HttpUser):
                        @task
                        def fixed(self):
                            self.client.get("/fixed")
                            if time.time() > begun + 5:
                                time.sleep(60) if self.environment.runner.user_count == 1 else self.stop()
                    """);
            request.putArray("criteria").add(criterion("rps", null, ">", 0));

            JsonNode run = runs.awaitEnd(runs.start(request));

            double requests = run.path("summary").path("requests").asDouble();
            assertThat(run.path("criteria").path(0).path("actual").asDouble()).isBetween(requests / 14, requests / 11);
            assertThat(run.path("validity").path("reasons").toString())
                    .containsPattern("from [3-9]s on users ended by themselves; of 4 only [01] were left");
        }
    }

    private static ObjectNode request(ScriptedTarget target, int workers) {
        ObjectNode request = Requests.loadTest()
                .put("main_py_content", SCRIPT)
                .put("start", true)
                .put("host", target.url())
                .put("users", 16)
                .put("spawn_rate", 16)
                .put("replicas", workers)
                .put("run_time", "12s");
        ArrayNode criteria = request.putArray("criteria");
        for (String path : List.of("/fixed", "/bimodal", "/ramp", "/flaky")) {
            SHARES.keySet().forEach(metric -> criteria.add(criterion(metric, "GET " + path, ">", 0)));
            for (String metric : List.of("requests", "failures", "failure_ratio", "avg", "min", "max")) {
                criteria.add(criterion(metric, "GET " + path, ">=", 0));
            }
        }
        criteria.add(criterion("p95", "GET /fixed", "<", 400));
        criteria.add(criterion("requests", null, ">", 1).put("after", "6s"));
        criteria.add(criterion("max", "/ramp", ">", 1).put("after", "ramp_up"));
        return request;
    }

    private static ObjectNode criterion(String metric, @Nullable String endpoint, String op, double value) {
        return Api.JSON
                .createObjectNode()
                .put("metric", metric)
                .put("endpoint", endpoint)
                .put("op", op)
                .put("value", value);
    }

    private static void compare(JsonNode run, ScriptedTarget target) {
        assertThat(run.path("status").asText())
                .as("%s", run.path("status_reason"))
                .isEqualTo("completed");
        assertThat(run.path("verdict").asText()).isEqualTo("failed");
        run.path("criteria").forEach(criterion -> {
            String endpoint = criterion.path("endpoint").asText("");
            if (endpoint.startsWith("GET ") && criterion.path("op").asText().startsWith(">")) {
                String path = endpoint.substring("GET ".length());
                String metric = criterion.path("metric").asText();
                double expected = expected(metric, path, target);
                assertThat(criterion.path("actual").asDouble())
                        .as("%s of %s", metric, path)
                        .isBetween(expected - rounding(metric, expected), expected + delay(metric, expected));
                assertThat(criterion.path("result").asText()).isEqualTo("passed");
            }
        });
        JsonNode slow = run.path("criteria").path(run.path("criteria").size() - 3);
        assertThat(slow.path("result").asText()).isEqualTo("failed");
        assertThat(slow.path("violated_at").isTextual()).isTrue();
        JsonNode later = run.path("criteria").path(run.path("criteria").size() - 2);
        assertThat(later.path("actual").asDouble()
                        / run.path("summary").path("requests").asDouble())
                .as("the second half of all requests")
                .isBetween(0.3, 0.7);
        assertThat(run.path("criteria")
                        .path(run.path("criteria").size() - 1)
                        .path("result")
                        .asText())
                .isEqualTo("passed");
    }

    private static double expected(String metric, String path, ScriptedTarget target) {
        List<Double> times = target.times(path);
        DoubleStream all = times.stream().mapToDouble(Double::doubleValue);
        return switch (metric) {
            case "requests" -> times.size();
            case "failures" -> target.failures(path);
            case "failure_ratio" -> (double) target.failures(path) / times.size();
            case "avg" -> all.average().orElseThrow();
            case "min" -> times.getFirst();
            case "max" -> times.getLast();
            default ->
                times.get(
                        (int) Math.min(times.size() - 1, Math.floor(times.size() * SHARES.getOrDefault(metric, 1.0))));
        };
    }

    private static double rounding(String metric, double expected) {
        return switch (metric) {
            case "requests", "failures", "failure_ratio" -> 1e-9;
            case "avg", "min", "max" -> 1;
            default -> expected < 100 ? 1 : expected < 1000 ? 10 : 100;
        };
    }

    /** The slowest of all may have waited for the machine. */
    private static double delay(String metric, double expected) {
        return switch (metric) {
            case "requests", "failures", "failure_ratio" -> 1e-9;
            case "max", "p99" -> 10 * ON_THE_WAY_MS;
            default -> rounding(metric, expected) + ON_THE_WAY_MS;
        };
    }
}
