package io.loadplane.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Places;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Runs wait for a place in their environment, and go on only as long as their callers want it. */
class QueueTest {

    private static final CountingTarget TARGET = CountingTarget.start();

    private final Api api = TestService.shared().api();
    private final Runs runs = new Runs(api);

    @AfterAll
    static void stop() {
        TARGET.close();
    }

    @Test
    void runs_above_the_limit_wait_and_start_by_priority_and_then_in_order() {
        String environment = Places.environment(api, "{\"concurrent_runs\": 1}");
        String first = runs.start(request(environment, "6s"));
        runs.awaitRunning(first);
        String second = runs.start(request(environment, "2s"));
        String urgent = runs.start(request(environment, "2s").put("priority", "high"));

        JsonNode waiting = api.get("/runs/" + second).json(200);

        assertThat(waiting.path("status").asText()).isEqualTo("queued");
        assertThat(waiting.path("queue_position").asInt()).isEqualTo(2);
        JsonNode next = api.get("/runs?environment=" + environment).json(200).at("/items/0");
        assertThat(next.path("id").asText()).isEqualTo(urgent);
        assertThat(next.path("queue_position").asInt()).isEqualTo(1);
        List<Instant> starts = Stream.of(first, urgent, second)
                .map(runs::awaitEnd)
                .map(run -> Instant.parse(run.path("started_at").asText()))
                .toList();
        assertThat(starts).isSorted();
        assertThat(events(urgent)).anyMatch(event -> event.contains("1 of 1 runs are active"));
    }

    @Test
    void what_was_tightened_ends_those_that_wait_and_none_that_runs() {
        String environment = Places.environment(api, "{\"concurrent_runs\": 1}");
        String first = runs.start(request(environment, "6s"));
        runs.awaitRunning(first);
        String large = runs.start(request(environment, "1s").put("priority", "high"));
        ObjectNode modest = request(environment, "1s").put("users", 2);
        modest.putObject("labels").put("team", "shop");
        String small = runs.start(modest);

        Places.change(api, environment, "{\"concurrent_runs\": 1}", """
                {"max_users": 2, "allowed_images": ["locustio/*"], "required_labels": {"team": "*"}}""");

        JsonNode refused = runs.awaitEnd(large);
        assertThat(refused.path("status").asText()).isEqualTo("failed");
        assertThat(refused.at("/status_reason/code").asText()).isEqualTo("policy_changed");
        assertThat(refused.at("/status_reason/message").asText())
                .contains(environment, "at most 2 users, not 4", "requires the label team")
                .doesNotContain("image");
        assertThat(runs.awaitEnd(first).path("status").asText()).isEqualTo("completed");
        assertThat(runs.awaitEnd(small).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void a_run_for_which_there_will_never_be_a_place_again_does_not_wait_for_it() {
        String environment = Places.environment(api, "{\"total_users\": 4}");
        String first = runs.start(request(environment, "60s"));
        String second = runs.start(request(environment, "1s"));

        Places.change(api, environment, "{\"total_users\": 3}", "{}");

        JsonNode refused = runs.awaitEnd(second);
        assertThat(refused.at("/status_reason/code").asText()).isEqualTo("policy_changed");
        assertThat(refused.at("/status_reason/message").asText()).contains("at most 3 users");
        api.post("/runs/" + first + "/stop", "").json(202);
    }

    @Test
    void a_run_that_waits_at_a_forbidden_time_starts_afterwards() {
        String environment = Places.environment(api, "{\"concurrent_runs\": 1}");
        String first = runs.start(request(environment, "2s"));
        String second = runs.start(request(environment, "1s"));
        Places.change(
                api,
                environment,
                "{\"concurrent_runs\": 1}",
                "{\"forbidden_times\": [{\"from\": \"00:00\", \"to\": \"00:00\"}]}");

        Api.Answer third = api.post("/loadtests", request(environment, "1s"));
        runs.awaitEnd(first);
        Awaitility.await().untilAsserted(() -> assertThat(reason(second)).isEqualTo("forbidden_time"));
        Places.change(api, environment, "{\"concurrent_runs\": 1}", "{}");

        assertThat(third.json(409).path("code").asText()).isEqualTo("forbidden_time");
        assertThat(third.json(409).has("opens_at")).isFalse();
        assertThat(runs.awaitEnd(second).path("status").asText()).isEqualTo("completed");
        assertThat(events(second)).anyMatch(event -> event.contains("starts no runs at any time"));
    }

    private String reason(String run) {
        return api.get("/runs/" + run).json(200).at("/status_reason/code").asText();
    }

    @Test
    void a_run_that_must_not_wait_is_rejected_and_nothing_is_stored() {
        String environment = Places.environment(api, "{\"total_users\": 4}");
        String first = runs.start(request(environment, "60s"));

        Api.Answer rejected = api.post("/loadtests", request(environment, "2s").put("queue", "reject"));

        assertThat(rejected.json(429).path("code").asText()).isEqualTo("concurrency_limit");
        assertThat(rejected.json(429).path("detail").asText()).contains("4 of 4 users");
        assertThat(rejected.header("Retry-After")).isNotNull();
        assertThat(api.get("/loadtests?environment=" + environment).json(200).path("items"))
                .hasSize(1);
        api.post("/runs/" + first + "/stop", "").json(202);
        runs.awaitEnd(first);
        runs.awaitEnd(runs.start(request(environment, "2s").put("queue", "reject")));
    }

    @Test
    void what_could_never_get_a_place_is_refused() {
        String environment =
                Places.environment(api, "{\"total_workers\": 2, \"total_users\": 3, \"deadline\": \"10m\"}");

        JsonNode refused = api.post("/loadtests", request(environment, "11m").put("replicas", 3))
                .json(400);

        assertThat(refused.path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/replicas", "/users", "/run_time");
    }

    @Test
    void a_run_goes_on_while_its_lease_is_renewed_and_is_stopped_when_nobody_does() {
        String leased = runs.start(request("local", "3m").put("lease", "10s"));
        runs.awaitRunning(leased);
        JsonNode waitedFor = api.get("/runs/" + leased + "?wait=12s").json(200);
        JsonNode renewed = api.post("/runs/" + leased + "/lease", "").json(200);

        JsonNode ended = runsWithoutRenewal(leased);

        assertThat(waitedFor.path("status").asText()).isEqualTo("running");
        assertThat(Instant.parse(renewed.path("lease_until").asText()))
                .isAfterOrEqualTo(Instant.parse(waitedFor.path("lease_until").asText()));
        assertThat(ended.path("status").asText()).isEqualTo("stopped");
        assertThat(ended.at("/status_reason/code").asText()).isEqualTo("lease_expired");
        assertThat(ended.at("/result/complete").asBoolean()).isTrue();
        assertThat(api.post("/runs/" + leased + "/lease", "")
                        .json(409)
                        .path("code")
                        .asText())
                .isEqualTo("run_terminal");
    }

    @Test
    void a_lease_that_is_no_time_at_all_is_refused() {
        JsonNode refused = api.post("/loadtests", request("local", "2s").put("lease", "1s"))
                .json(400);

        assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/lease");
    }

    private JsonNode runsWithoutRenewal(String run) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        !api.get("/runs/" + run).json(200).path("finished_at").isNull());
        return api.get("/runs/" + run).json(200);
    }

    private List<String> events(String run) {
        return api.get("/runs/" + run + "/events").json(200).path("items").findValuesAsText("message");
    }

    private static ObjectNode request(String environment, String runTime) {
        return Requests.loadTest(TARGET, runTime).put("environment", environment);
    }
}
