package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long things are kept is said for environments, and runs can be exempt. */
class RetentionApiTest {

    private final TestService service = TestService.shared();
    private final Api api = service.api();

    @Test
    void an_environment_keeps_what_it_was_told_and_leaves_the_rest_to_the_service() throws IOException {
        ObjectNode request = environment("keeps", "{\"samples\": \"90m\", \"logs\": \"30d\", \"runs\": \"0s\"}");

        JsonNode view = api.post("/environments", request).json(201);

        JsonNode expected = Api.JSON.readTree("""
                {"samples": "1h30m", "endpoint_samples": null, "logs": "30d", "reports": null, "runs": "0s"}
                """);
        assertThat(view.path("retention")).isEqualTo(expected);
        assertThat(api.get("/environments/" + view.path("id").asText())
                        .json(200)
                        .path("retention"))
                .isEqualTo(expected);
    }

    @Test
    void less_than_an_hour_is_refused() throws IOException {
        ObjectNode request = environment("hasty", "{\"samples\": \"59m\", \"runs\": \"1s\"}");

        JsonNode problem = api.post("/environments", request).json(400);

        assertThat(problem.path("errors"))
                .extracting(error -> error.path("pointer").asText() + " "
                        + error.path("code").asText())
                .containsExactly("/retention/samples out_of_range", "/retention/runs out_of_range");
    }

    @Test
    void a_run_is_kept_and_released_and_its_timeline_says_by_whom() {
        String run = new EndedRuns(service).at(Fixtures.NOON, "local", 0).id().value();

        JsonNode kept = api.put("/runs/" + run + "/keep", "").json(200);
        api.put("/runs/" + run + "/keep", "").json(200);
        JsonNode released = api.delete("/runs/" + run + "/keep").json(200);

        assertThat(kept.path("keep").asBoolean()).isTrue();
        assertThat(released.path("keep").asBoolean()).isFalse();
        assertThat(requests(run)).containsExactly("kept for ever", "no longer kept for ever");
    }

    private List<String> requests(String run) {
        return api.get("/runs/" + run + "/events")
                .json(200)
                .path("items")
                .valueStream()
                .filter(event -> event.path("kind").asText().equals("request"))
                .map(event -> event.path("message").asText())
                .toList();
    }

    private ObjectNode environment(String name, String retention) throws IOException {
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("name", name)
                .put("namespace", "load")
                .put("cluster_credential_id", Credentials.store(api));
        request.set("retention", Api.JSON.readTree(retention));
        return request;
    }
}
