package io.loadplane.api;

import static io.loadplane.testing.Api.findings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules are made, changed, paused and deleted, and refuse what would never work. */
class ScheduleApiTest {

    private static final String PATH = "/schedules";

    private final Api api = TestService.shared().api();
    private final String loadTest = loadTest();

    @Test
    void a_schedule_is_stored_with_everything_that_was_said() throws IOException {
        ObjectNode request = schedule();
        request.setAll((ObjectNode) Api.JSON.readTree("""
                {"name": "New Year", "time_zone": "Europe/Berlin", "if_running": "replace", "missed": "run_once",
                 "paused": false, "ends_at": "2999-01-01T00:00:00Z",
                 "overrides": {"users": 7, "run_time": "5m", "env": {"STAGE": "night"}, "tags": ["read"],
                               "criteria": [{"metric": "p95", "endpoint": null, "op": "<", "value": 300.0, "baseline": null,
                                             "after": "ramp_up", "action": "stop", "window": "20s"}],
                               "note": "by itself", "spawn_rate": null, "host": null, "replicas": 2,
                               "queue": null, "lease": null, "priority": null}}
                """));

        Api.Answer created = api.post(PATH, request);

        JsonNode view = created.json(201);
        request.properties()
                .forEach(field -> assertThat(view.path(field.getKey())).isEqualTo(field.getValue()));
        assertThat(view.path("id").asText()).matches("sched-[0-9a-z]{26}");
        assertThat(view.path("once_at").isNull()).isTrue();
        assertThat(view.path("last_firings")).isEmpty();
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.header("Location")).isEqualTo(path(view));
        assertThat(api.get(path(view)).json(200)).isEqualTo(view);
    }

    @Test
    void what_was_not_said_is_harmless() {
        JsonNode view = api.post(PATH, schedule()).json(201);

        assertThat(view.path("name").asText())
                .isEqualTo(
                        api.get("/loadtests/" + loadTest).json(200).path("name").asText());
        assertThat(view.path("time_zone").asText()).isEqualTo("UTC");
        assertThat(view.path("if_running").asText()).isEqualTo("skip");
        assertThat(view.path("missed").asText()).isEqualTo("skip");
        assertThat(view.path("paused").asBoolean()).isFalse();
        assertThat(view.path("ends_at").isNull()).isTrue();
    }

    @Test
    void the_next_five_times_are_shown() {
        JsonNode view =
                api.post(PATH, schedule().put("time_zone", "Asia/Kathmandu")).json(201);

        int year = Year.now(ZoneOffset.UTC).getValue();
        List<String> expected = new ArrayList<>();
        for (int next = year; expected.size() < 5; next++) {
            Instant time = LocalDateTime.of(next, 6, 1, 3, 45)
                    .minusHours(5)
                    .minusMinutes(45)
                    .toInstant(ZoneOffset.UTC);
            if (time.isAfter(Instant.parse(view.path("created_at").asText()))) {
                expected.add(time.toString());
            }
        }
        assertThat(texts(view.path("next_runs"))).isEqualTo(expected);
    }

    @Test
    void a_schedule_that_fires_once_has_one_time_to_come() {
        ObjectNode request = schedule().put("once_at", "2999-06-01T12:00:00+02:00");
        request.remove("cron");

        JsonNode view = api.post(PATH, request).json(201);

        assertThat(texts(view.path("next_runs"))).containsExactly("2999-06-01T10:00:00Z");
        assertThat(view.path("once_at").asText()).isEqualTo("2999-06-01T10:00:00Z");
        assertThat(view.path("cron").isNull()).isTrue();
        assertThat(view.path("time_zone").isNull()).isTrue();
    }

    @Test
    void times_after_the_end_are_not_to_come() {
        JsonNode view = api.post(PATH, schedule().put("cron", "0 0 * * *").put("ends_at", inDays(2)))
                .json(201);

        assertThat(view.path("next_runs")).hasSize(2);
    }

    @Test
    void a_change_replaces_all_for_those_who_saw_the_last_version() {
        JsonNode stored = api.post(PATH, schedule().put("name", "first").put("missed", "run_once"))
                .json(201);
        ObjectNode request = schedule().put("cron", "0 4 2 6 *");

        assertThat(api.put(path(stored), request).json(428).path("code").asText())
                .isEqualTo("if_match_required");
        assertThat(api.put(path(stored), request, "If-Match", "\"7\"").status()).isEqualTo(412);
        Api.Answer changed = api.put(path(stored), request, "If-Match", "\"1\"");

        JsonNode view = changed.json(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(view.path("missed").asText()).isEqualTo("skip");
        assertThat(view.path("next_runs").path(0).asText()).endsWith("-06-02T04:00:00Z");
        assertThat(api.get(path(stored)).json(200)).isEqualTo(view);
    }

    @Test
    void a_schedule_keeps_its_load_test() {
        JsonNode stored = api.post(PATH, schedule()).json(201);

        JsonNode problem = api.put(path(stored), schedule().put("load_test_id", loadTest()), "If-Match", "\"1\"")
                .json(400);

        assertThat(findings(problem)).containsExactly("/load_test_id immutable");
    }

    @Test
    void a_paused_schedule_has_no_times_to_come_until_it_is_resumed() {
        JsonNode stored = api.post(PATH, schedule()).json(201);

        JsonNode paused = api.post(path(stored) + "/pause", "").json(200);
        JsonNode again = api.post(path(stored) + "/pause", "").json(200);
        JsonNode resumed = api.post(path(stored) + "/resume", "").json(200);

        assertThat(paused.path("paused").asBoolean()).isTrue();
        assertThat(paused.path("next_runs")).isEmpty();
        assertThat(again).isEqualTo(paused);
        assertThat(resumed.path("paused").asBoolean()).isFalse();
        assertThat(resumed.path("next_runs")).isEqualTo(stored.path("next_runs"));
        assertThat(resumed.path("version").asInt()).isEqualTo(3);
    }

    @Test
    void a_deleted_schedule_is_gone() {
        JsonNode stored = api.post(PATH, schedule()).json(201);

        assertThat(api.delete(path(stored)).status()).isEqualTo(204);

        assertThat(api.get(path(stored)).status()).isEqualTo(404);
        assertThat(api.delete(path(stored)).status()).isEqualTo(404);
        assertThat(api.post(path(stored) + "/pause", "").status()).isEqualTo(404);
        assertThat(api.put(path(stored), schedule(), "If-Match", "\"1\"").status())
                .isEqualTo(404);
    }

    @Test
    void a_load_test_with_schedules_stays() {
        JsonNode stored = api.post(PATH, schedule()).json(201);

        JsonNode problem = api.delete("/loadtests/" + loadTest).json(409);

        assertThat(problem.path("code").asText()).isEqualTo("schedule_exists");
        assertThat(problem.path("detail").asText()).contains(stored.path("id").asText());
        api.delete(path(stored)).json(204);
        assertThat(api.delete("/loadtests/" + loadTest).status()).isEqualTo(204);
    }

    @Test
    void schedules_are_listed_newest_first_and_by_what_they_run() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addFirst(api.post(PATH, schedule()).json(201).path("id").asText());
        }
        String filter = "load_test_id=" + loadTest;

        JsonNode first = api.get(PATH + "?limit=2&" + filter).json(200);
        JsonNode second = api.get(PATH + "?limit=2&" + filter + "&cursor="
                        + first.path("next_cursor").asText())
                .json(200);

        List<String> listed = new ArrayList<>(idsOf(first));
        listed.addAll(idsOf(second));
        assertThat(listed).isEqualTo(ids);
        assertThat(second.path("next_cursor").isNull()).isTrue();
        assertThat(idsOf(api.get(PATH + "?environment=local&" + filter).json(200)))
                .isEqualTo(ids);
        assertThat(idsOf(api.get(PATH + "?environment=elsewhere").json(200))).isEmpty();
    }

    @Test
    void runs_are_listed_by_the_schedule_that_started_them() {
        JsonNode stored = api.post(PATH, schedule()).json(201);

        JsonNode runs = api.get(stored.path("links").path("runs").asText()).json(200);

        assertThat(runs.path("items")).isEmpty();
        assertThat(api.get("/runs?schedule_id=nightly").status()).isEqualTo(400);
    }

    private ObjectNode schedule() {
        return Api.JSON.createObjectNode().put("load_test_id", loadTest).put("cron", "45 3 1 6 *");
    }

    private String loadTest() {
        return api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();
    }

    private String inDays(int days) {
        Instant stored = Instant.parse(
                api.get("/loadtests/" + loadTest).json(200).path("created_at").asText());
        return stored.plus(Duration.ofDays(days)).toString();
    }

    private static String path(JsonNode view) {
        return PATH + "/" + view.path("id").asText();
    }

    private static List<String> idsOf(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
