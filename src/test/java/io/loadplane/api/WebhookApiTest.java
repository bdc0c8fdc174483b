package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.HostileReceiver;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks as their authors see them; the shared service may call 127.0.0.1. */
class WebhookApiTest {

    private final Api api = TestService.shared().api();
    private final HostileReceiver receiver = HostileReceiver.start();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void a_secret_is_made_and_shown_once() {
        JsonNode created = api.post("/webhooks", request()).json(201);
        String path = "/webhooks/" + created.path("id").asText();

        Api.Answer read = api.get(path);

        assertThat(created.path("secret").asText()).matches("[0-9a-f]{64}");
        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        assertThat(read.json(200)).isEqualTo(((ObjectNode) created.deepCopy()).without("secret"));
        assertThat(read.json().path("events")).hasToString("[\"run.finished\"]");
        assertThat(read.json().path("format").asText()).isEqualTo("plain");
        assertThat(read.json().path("environment").asText()).isEqualTo("local");
        assertThat(read.json().path("active").asBoolean()).isTrue();
    }

    @Test
    void a_secret_that_was_brought_is_never_shown() {
        JsonNode created = api.post("/webhooks", request().put("secret", "0123456789abcdef"))
                .json(201);

        assertThat(created.has("secret")).isFalse();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        ObjectNode request = request()
                .put("url", "ftp://user@host/")
                .put("environment", "nowhere")
                .put("format", "xml")
                .put("secret", "short")
                .put("colour", "red");
        request.putArray("events").add("run.finished").add("test");

        JsonNode problem = api.post("/webhooks", request).json(400);

        assertThat(Api.findings(problem))
                .containsExactlyInAnyOrder(
                        "/url malformed_url",
                        "/environment unknown_environment",
                        "/format unknown_value",
                        "/secret malformed_secret",
                        "/colour unknown_field",
                        "/events/1 unknown_value");
    }

    @Test
    void it_belongs_to_an_environment_or_to_a_load_test() {
        String loadTest =
                api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();

        JsonNode problem =
                api.post("/webhooks", request().put("load_test_id", loadTest)).json(400);

        assertThat(Api.findings(problem)).containsExactly("/load_test_id conflicting_fields");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data",
                "https://192.168.1.1:6443/",
                "http://[::1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://0.0.0.0/"
            })
    void private_addresses_are_refused(String url) {
        JsonNode problem = api.post("/webhooks", request().put("url", url)).json(400);

        assertThat(Api.findings(problem)).containsExactly("/url forbidden_target");
    }

    @Test
    void a_change_keeps_the_secret_and_what_it_is_told_of() {
        JsonNode created = api.post("/webhooks", request()).json(201);
        String path = "/webhooks/" + created.path("id").asText();

        Api.Answer changed = api.put(path, request().put("format", "slack").put("active", false), "If-Match", "\"1\"");
        Api.Answer late = api.put(path, request(), "If-Match", "\"1\"");
        ObjectNode elsewhere = request();
        elsewhere.remove("environment");
        Api.Answer moved = api.put(path, elsewhere, "If-Match", "\"2\"");

        assertThat(changed.json(200).path("active").asBoolean()).isFalse();
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        assertThat(late.status()).isEqualTo(412);
        assertThat(Api.findings(moved.json(400))).containsExactly("/environment immutable");
    }

    @Test
    void trying_out_tells_what_came_of_it() {
        String good = create(receiver.url("/ok"));
        String bad = create(receiver.url("/fails"));

        JsonNode taken = api.post(good + "/test", "").json(200);
        JsonNode refused = api.post(bad + "/test", "").json(200);

        assertThat(taken.path("event").asText()).isEqualTo("test");
        assertThat(taken.path("state").asText()).isEqualTo("delivered");
        assertThat(taken.at("/attempts/0/status").asInt()).isEqualTo(200);
        assertThat(refused.path("state").asText()).isEqualTo("given_up");
        assertThat(refused.at("/attempts/0/error").asText()).isEqualTo("it answered 500");
        assertThat(api.get(bad + "/deliveries").json(200).at("/items/0")).isEqualTo(refused);
        assertThat(receiver.received("/ok").getFirst().headers()).containsEntry("Loadplane-Event", "test");
    }

    @Test
    void a_deleted_webhook_is_gone_and_lists_show_the_rest() {
        String first = create(receiver.url("/ok"));
        String second = create(receiver.url("/ok"));

        api.delete(second).json(204);

        assertThat(api.get(second).status()).isEqualTo(404);
        assertThat("/webhooks/"
                        + api.get("/webhooks?limit=1")
                                .json(200)
                                .at("/items/0/id")
                                .asText())
                .isEqualTo(first);
    }

    private String create(String url) {
        return "/webhooks/"
                + api.post("/webhooks", request().put("url", url))
                        .json(201)
                        .path("id")
                        .asText();
    }

    private ObjectNode request() {
        ObjectNode request =
                Api.JSON.createObjectNode().put("url", receiver.url("/ok")).put("environment", "local");
        request.putArray("events").add("run.finished");
        return request;
    }
}
