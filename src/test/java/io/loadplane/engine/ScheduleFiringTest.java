package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.NightShift;
import io.loadplane.testing.Requests;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a schedule does at its times, under a clock that is moved. */
class ScheduleFiringTest {

    private final NightShift night = new NightShift(Instant.parse("2025-01-01T00:00:00Z"));
    private final Api api = night.api();

    @AfterEach
    void endNight() {
        night.close();
    }

    @Test
    void a_run_starts_at_its_time_with_what_the_schedule_changes() {
        ObjectNode request = hourly();
        request.putObject("overrides").put("users", 7).put("note", "by itself");
        String schedule = night.store(request);

        night.until("2025-01-01T00:59:59Z");
        assertThat(night.runs(schedule)).isEmpty();
        night.until("2025-01-01T01:00:02Z");

        assertThat(night.runs(schedule)).hasSize(1);
        JsonNode run = night.runs(schedule).getFirst();
        assertThat(run.path("started_by").asText()).isEqualTo("schedule nightly");
        assertThat(run.path("schedule_id").asText()).isEqualTo(schedule.substring("/schedules/".length()));
        assertThat(run.path("load").path("users").asInt()).isEqualTo(7);
        assertThat(run.path("note").asText()).isEqualTo("by itself");
        JsonNode firing = api.get(schedule).json(200).path("last_firings").path(0);
        assertThat(firing.path("run_id")).isEqualTo(run.path("id"));
        assertThat(firing.path("due_at").asText()).isEqualTo("2025-01-01T01:00:00Z");
        assertThat(firing.path("at").asText()).isEqualTo("2025-01-01T01:00:02Z");
        assertThat(firing.path("message").isNull()).isTrue();
    }

    @Test
    void a_schedule_that_is_to_fire_once_does_and_leaves_no_task() {
        ObjectNode request = hourly().put("once_at", "2025-01-01T01:30:00Z");
        request.remove("cron");
        String schedule = night.store(request);

        night.until("2025-01-01T01:30:00Z");

        assertThat(night.firings(schedule)).containsExactly("2025-01-01T01:30:00Z started");
        assertThat(api.get(schedule).json(200).path("next_runs")).isEmpty();
        assertThat(night.tasks()).isEmpty();
    }

    @Test
    void nothing_starts_after_the_end() {
        String schedule = night.store(hourly().put("ends_at", "2025-01-01T02:30:00Z"));

        night.until("2025-01-01T01:00:00Z");
        night.stopRuns(schedule);
        night.until("2025-01-01T02:00:00Z");
        night.stopRuns(schedule);
        night.until("2025-01-01T03:00:00Z");

        assertThat(night.firings(schedule))
                .containsExactly("2025-01-01T01:00:00Z started", "2025-01-01T02:00:00Z started");
        assertThat(night.tasks()).isEmpty();
    }

    @Test
    void while_a_run_is_active_the_next_is_skipped() {
        String schedule = night.store(hourly());

        night.until("2025-01-01T01:00:00Z");
        night.until("2025-01-01T02:00:00Z");
        night.stopRuns(schedule);
        night.until("2025-01-01T03:00:00Z");

        assertThat(night.firings(schedule))
                .containsExactly(
                        "2025-01-01T01:00:00Z started", "2025-01-01T02:00:00Z skipped", "2025-01-01T03:00:00Z started");
        assertThat(night.runs(schedule)).hasSize(2);
    }

    @Test
    void a_run_can_wait_for_the_end_of_another_and_one_at_most_does() {
        String schedule = night.store(hourly().put("if_running", "queue"));

        night.until("2025-01-01T01:00:00Z");
        night.until("2025-01-01T02:00:00Z");
        night.until("2025-01-01T03:00:00Z");
        assertThat(night.firings(schedule))
                .containsExactly(
                        "2025-01-01T01:00:00Z started", "2025-01-01T02:00:00Z queued", "2025-01-01T03:00:00Z skipped");
        night.stopRuns(schedule);
        night.until("2025-01-01T03:10:00Z");
        night.until("2025-01-01T03:20:00Z");

        assertThat(night.firings(schedule))
                .containsExactly(
                        "2025-01-01T01:00:00Z started", "2025-01-01T02:00:00Z started", "2025-01-01T03:00:00Z skipped");
        assertThat(night.runs(schedule)).hasSize(2);
        assertThat(api.get(schedule)
                        .json(200)
                        .path("last_firings")
                        .path(1)
                        .path("message")
                        .asText())
                .isEqualTo("started 1h10m later");
    }

    @Test
    void however_long_it_takes_what_waits_is_not_forgotten() {
        String schedule = night.store(hourly().put("cron", "* * * * *").put("if_running", "queue"));
        Instant midnight = night.clock().instant();
        for (int minute = 1; minute <= 25; minute++) {
            night.until(midnight.plus(Duration.ofMinutes(minute)));
        }

        night.stopRuns(schedule);
        night.until(midnight.plus(Duration.ofMinutes(26)));

        assertThat(night.firings(schedule)).hasSize(20).doesNotContain("2025-01-01T00:02:00Z queued");
        assertThat(night.runs(schedule)).hasSize(2);
        assertThat(night.runs(schedule).getLast().path("created_at").asText()).isEqualTo("2025-01-01T00:26:00Z");
    }

    @Test
    void a_run_can_take_the_place_of_another() {
        String schedule = night.store(hourly().put("if_running", "replace"));

        night.until("2025-01-01T01:00:00Z");
        night.until("2025-01-01T02:00:00Z");
        night.until("2025-01-01T02:00:05Z");

        assertThat(night.firings(schedule))
                .containsExactly("2025-01-01T01:00:00Z started", "2025-01-01T02:00:00Z replaced");
        JsonNode stopped = night.runs(schedule).getFirst();
        assertThat(stopped.path("status").asText()).isEqualTo("stopped");
        assertThat(stopped.path("status_reason").path("code").asText()).isEqualTo("replaced");
        assertThat(stopped.path("status_reason").path("message").asText()).contains("schedule nightly");
        assertThat(night.runs(schedule)).hasSize(2);
    }

    @Test
    void what_waits_is_dropped_by_a_pause() {
        String schedule = night.store(hourly().put("if_running", "queue"));
        night.until("2025-01-01T01:00:00Z");
        night.until("2025-01-01T02:00:00Z");

        api.post(schedule + "/pause", "").json(200);
        night.stopRuns(schedule);
        night.until("2025-01-01T02:30:00Z");

        assertThat(night.firings(schedule))
                .containsExactly("2025-01-01T01:00:00Z started", "2025-01-01T02:00:00Z skipped");
        assertThat(night.tasks()).isEmpty();
    }

    @Test
    void times_of_a_pause_are_left_out() {
        String schedule = night.store(hourly());

        api.post(schedule + "/pause", "").json(200);
        night.until("2025-01-01T02:30:00Z");
        api.post(schedule + "/resume", "").json(200);
        night.until("2025-01-01T02:31:00Z");
        assertThat(night.firings(schedule)).isEmpty();
        night.until("2025-01-01T03:00:00Z");

        assertThat(night.firings(schedule)).containsExactly("2025-01-01T03:00:00Z started");
    }

    @Test
    void what_is_late_still_starts_within_the_tolerance() {
        String schedule = night.store(hourly());

        night.until("2025-01-01T01:05:00Z");

        assertThat(night.firings(schedule)).containsExactly("2025-01-01T01:00:00Z started");
        assertThat(api.get(schedule)
                        .json(200)
                        .path("last_firings")
                        .path(0)
                        .path("message")
                        .asText())
                .isEqualTo("started 5m later");
    }

    @Test
    void times_at_which_nobody_was_there_are_missed() {
        String schedule = night.store(hourly());

        night.until("2025-01-01T04:05:01Z");
        night.until("2025-01-01T05:00:00Z");

        assertThat(night.firings(schedule))
                .containsExactly("2025-01-01T04:00:00Z missed", "2025-01-01T05:00:00Z started");
        assertThat(api.get(schedule)
                        .json(200)
                        .path("last_firings")
                        .path(1)
                        .path("message")
                        .asText())
                .contains("4 times from 2025-01-01T01:00:00Z on");
    }

    @Test
    void one_run_can_make_up_for_all_that_were_missed() {
        String schedule = night.store(hourly().put("missed", "run_once"));

        night.until("2025-01-01T04:30:00Z");

        assertThat(night.firings(schedule))
                .containsExactly("2025-01-01T03:00:00Z missed", "2025-01-01T04:00:00Z started");
        assertThat(night.runs(schedule)).hasSize(1);
    }

    @Test
    void a_year_of_missed_minutes_is_soon_over() {
        String schedule = night.store(hourly().put("cron", "* * * * *"));

        night.until("2026-01-01T00:00:30Z");

        assertThat(night.firings(schedule)).last().isEqualTo("2026-01-01T00:00:00Z started");
        assertThat(night.runs(schedule)).hasSize(1);
    }

    @Test
    void a_run_that_is_refused_is_said_and_the_schedule_goes_on() {
        ObjectNode environment = Api.JSON
                .createObjectNode()
                .put("name", "staging")
                .put("namespace", "load")
                .put("cluster_credential_id", Credentials.store(api));
        environment.putObject("policy").putArray("allowed_namespaces").add("other");
        String place = "/environments/"
                + api.post("/environments", environment).json(201).path("id").asText();
        ObjectNode loadTest = Requests.loadTest().put("namespace", "other");
        loadTest.set("environment", environment.path("name"));
        String id = api.post("/loadtests", loadTest).json(201).path("id").asText();
        String schedule = night.store(NightShift.schedule(id, "0 * * * *"));

        api.put(place, environment.deepCopy().without("policy"), "If-Match", "\"1\"")
                .json(200);
        night.until("2025-01-01T01:00:00Z");
        api.put(place, environment, "If-Match", "\"2\"").json(200);
        night.until("2025-01-01T02:00:00Z");

        assertThat(night.firings(schedule))
                .containsExactly("2025-01-01T01:00:00Z failed", "2025-01-01T02:00:00Z started");
        assertThat(api.get(schedule)
                        .json(200)
                        .path("last_firings")
                        .path(1)
                        .path("message")
                        .asText())
                .contains("namespace");
    }

    @Test
    void a_changed_schedule_fires_at_its_new_times_only() {
        ObjectNode request = hourly();
        String schedule = night.store(request);

        api.put(schedule, request.put("cron", "30 * * * *"), "If-Match", "\"1\"")
                .json(200);
        night.until("2025-01-01T01:00:00Z");
        night.until("2025-01-01T01:30:00Z");

        assertThat(night.firings(schedule))
                .containsExactly("2025-01-01T00:30:00Z missed", "2025-01-01T01:30:00Z started");
        assertThat(night.tasks()).containsExactly(schedule.substring("/schedules/".length()) + "@2");
    }

    @Test
    void a_deleted_schedule_leaves_its_runs_and_nothing_else() {
        String schedule = night.store(hourly());
        night.until("2025-01-01T01:00:00Z");

        api.delete(schedule).json(204);
        night.until("2025-01-01T02:00:00Z");

        assertThat(night.runs(schedule)).hasSize(1);
        assertThat(night.tasks()).isEmpty();
    }

    private ObjectNode hourly() {
        return NightShift.schedule(night.loadTest(), "0 * * * *");
    }
}
