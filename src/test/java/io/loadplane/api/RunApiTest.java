package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunApiTest {

    private final Api api = TestService.shared().api();
    private final Runs runs = new Runs(api);
    private final CountingTarget target = CountingTarget.start();

    @AfterEach
    void closeTarget() {
        target.close();
    }

    @Test
    void a_run_can_be_watched_from_its_request_to_its_history() {
        JsonNode loadTest =
                api.post("/loadtests", Requests.loadTest(target, "6s")).json(201);
        String path = "/runs/" + loadTest.path("latest_run").path("id").asText();
        JsonNode running = api.get(path + "?wait=1m&until=running").json(200);

        JsonNode live = awaitUsers(path + "/stats", 4);
        String followed = api.get(path + "/logs?follow=true").text();

        assertThat(running.path("status").asText()).isEqualTo("running");
        assertThat(running.path("actions").path(0).asText()).isEqualTo("stop");
        assertThat(live.path("final").asBoolean()).isFalse();
        assertThat(followed).contains("Starting Locust").doesNotContain("@@loadplane");
        JsonNode series = api.get(path + "/series").json(200).path("items");
        JsonNode coarse = api.get(path + "/series?resolution=1h").json(200).path("items");
        assertThat(series.size()).isGreaterThan(3);
        assertThat(series).anySatisfy(sample -> {
            assertThat(sample.path("current_p95").asDouble()).isPositive();
            assertThat(sample.path("cpu_max").asDouble())
                    .isGreaterThanOrEqualTo(sample.path("cpu_avg").asDouble());
            assertThat(sample.path("cpu_max").isNumber()).isTrue();
        });
        assertThat(coarse.size()).isBetween(1, 2);
        assertThat(coarse.get(coarse.size() - 1)).isEqualTo(series.get(series.size() - 1));
        assertThat(api.get("/loadtests/" + loadTest.path("id").asText())
                        .json(200)
                        .path("latest_run")
                        .path("status")
                        .asText())
                .isEqualTo("completed");
    }

    @Test
    void another_run_changes_what_it_says_and_nothing_else() {
        String loadTest =
                api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();
        ObjectNode overrides = Api.JSON
                .createObjectNode()
                .put("users", 2)
                .put("spawn_rate", 2)
                .put("run_time", "3s")
                .put("host", target.url())
                .put("note", "after the cache change");

        Api.Answer started = api.post("/loadtests/" + loadTest + "/runs", overrides);

        JsonNode run = started.json(201);
        assertThat(started.header("Location"))
                .isEqualTo("/runs/" + run.path("id").asText());
        assertThat(run.path("number").asInt()).isEqualTo(1);
        assertThat(run.path("note").asText()).isEqualTo("after the cache change");
        assertThat(run.path("load").path("users").asInt()).isEqualTo(2);
        assertThat(api.get("/loadtests/" + loadTest).json(200).path("users").asInt())
                .isEqualTo(1);
        assertThat(api.delete("/loadtests/" + loadTest).json(409).path("code").asText())
                .isEqualTo("run_active");
        assertThat(api.delete("/runs/" + run.path("id").asText())
                        .json(409)
                        .path("code")
                        .asText())
                .isEqualTo("run_active");
        assertThat(runs.awaitEnd(run.path("id").asText()).path("status").asText())
                .isEqualTo("completed");
    }

    @Test
    void wrong_overrides_start_nothing() {
        String loadTest =
                api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();

        JsonNode problem = api.post(
                        "/loadtests/" + loadTest + "/runs",
                        "{\"users\": 0, \"replicas\": 501, \"stop_timeout\": \"1s\"}")
                .json(400);

        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/users", "/replicas", "/stop_timeout");
        assertThat(api.get("/loadtests/" + loadTest + "/runs").json(200).path("items"))
                .isEmpty();
    }

    @Test
    void the_same_key_from_many_callers_at_once_starts_one_run() throws Exception {
        String loadTest =
                api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();
        Callable<Api.Answer> call =
                () -> api.send("POST", "/loadtests/" + loadTest + "/runs", new byte[0], "Idempotency-Key", "once");
        Set<String> started = new HashSet<>();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Api.Answer> answer : callers.invokeAll(List.of(call, call, call, call, call, call))) {
                assertThat(answer.get().status()).isIn(201, 409);
                if (answer.get().status() == 201) {
                    started.add(answer.get().json().path("id").asText());
                }
            }
        }

        assertThat(started).hasSize(1);
        assertThat(api.get("/loadtests/" + loadTest + "/runs").json(200).path("items"))
                .hasSize(1);
        api.post("/runs/" + started.iterator().next() + "/stop", "").json(202);
    }

    @Test
    void history_is_found_by_what_it_was() {
        ObjectNode request = Requests.loadTest(target, "2s");
        request.putObject("labels").put("shop", "north");
        JsonNode loadTest = api.post("/loadtests", request).json(201);
        String run = loadTest.path("latest_run").path("id").asText();
        runs.awaitCleanup(run);

        for (String filter : List.of(
                "label=shop=north",
                "load_test_id=" + loadTest.path("id").asText(),
                "status=completed&label=shop=north",
                "environment=local&label=shop=north",
                "started_by=bootstrap&label=shop=north",
                "verdict=not_evaluated&label=shop=north",
                "created_after=2020-01-01T00:00:00Z&label=shop=north")) {
            assertThat(api.get("/runs?" + filter).json(200).path("items").findValuesAsText("id"))
                    .as(filter)
                    .containsExactly(run);
        }
        for (String filter :
                List.of("label=shop=south", "status=failed&label=shop=north", "created_before=2020-01-01T00:00:00Z")) {
            assertThat(api.get("/runs?" + filter).json(200).path("items"))
                    .as(filter)
                    .isEmpty();
        }
        assertThat(api.delete("/runs/" + run).status()).isEqualTo(204);
        assertThat(api.get("/runs/" + run).status()).isEqualTo(404);
    }

    @Test
    void a_timeline_is_read_page_by_page() {
        String run = runs.start(Requests.loadTest(target, "2s"));
        runs.awaitCleanup(run);

        JsonNode first = api.get("/runs/" + run + "/events?limit=3").json(200);
        JsonNode rest = api.get("/runs/" + run + "/events?limit=200&cursor="
                        + first.path("next_cursor").asText())
                .json(200);

        assertThat(first.path("items").path(0).path("status").asText()).isEqualTo("queued");
        assertThat(first.path("items").path(0).path("actor").asText()).isEqualTo("bootstrap");
        assertThat(rest.path("items").path(0).path("seq").asLong())
                .isGreaterThan(first.path("items").path(2).path("seq").asLong());
        assertThat(rest.path("next_cursor").isNull()).isTrue();
    }

    @Test
    void a_wait_ends_when_its_time_is_up() {
        String run = runs.start(Requests.loadTest(target, "5m"));
        long begin = System.nanoTime();

        JsonNode waited = api.get("/runs/" + run + "?wait=2s").json(200);

        assertThat(waited.path("finished_at").isNull()).isTrue();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(1_900_000_000L);
        assertThat(api.get("/runs/" + run + "?wait=1h").status()).isEqualTo(400);
        assertThat(api.get("/runs/" + run + "?wait=1s&until=tomorrow").status()).isEqualTo(400);
        api.post("/runs/" + run + "/stop", "").json(202);
        runs.awaitEnd(run);
    }

    /** Users are started one after the other. */
    private JsonNode awaitUsers(String path, int users) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> api.get(path).json(),
                        stats -> stats.path("newest").path("users").asInt() == users);
    }
}
