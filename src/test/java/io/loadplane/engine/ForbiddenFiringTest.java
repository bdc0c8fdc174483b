package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.NightShift;
import io.loadplane.testing.Places;
import io.loadplane.testing.Requests;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a schedule does at a time at which its environment starts no runs. */
class ForbiddenFiringTest {

    private final NightShift night = new NightShift(Instant.parse("2025-01-01T00:00:00Z"));
    private final Api api = night.api();

    @AfterEach
    void endNight() {
        night.close();
    }

    @Test
    void a_time_that_is_forbidden_is_skipped_and_said_and_stops_nobody() {
        String environment =
                Places.environment(api, "{}", "{\"forbidden_times\": [{\"from\": \"02:00\", \"to\": \"03:00\"}]}");
        String id = api.post("/loadtests", Requests.loadTest().put("environment", environment))
                .json(201)
                .path("id")
                .asText();
        String schedule = night.store(NightShift.schedule(id, "0 * * * *").put("if_running", "replace"));

        night.until("2025-01-01T01:00:00Z");
        night.until("2025-01-01T02:00:00Z");
        Api.Answer refused = api.post("/loadtests/" + id + "/runs", "");

        assertThat(night.runs(schedule)).hasSize(1);
        assertThat(night.runs(schedule).getFirst().path("actions").toString()).contains("stop");
        assertThat(night.firings(schedule))
                .containsExactly("2025-01-01T01:00:00Z started", "2025-01-01T02:00:00Z skipped");
        JsonNode firings = api.get(schedule).json(200).path("last_firings");
        assertThat(firings.path(0).path("message").asText())
                .isEqualTo("the environment \"%s\" starts no runs before 2025-01-01T03:00:00Z".formatted(environment));
        JsonNode problem = refused.json(409);
        assertThat(problem.path("code").asText()).isEqualTo("forbidden_time");
        assertThat(problem.path("opens_at").asText()).isEqualTo("2025-01-01T03:00:00Z");
    }
}
