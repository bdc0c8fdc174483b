package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the audit says, to whom, and that it stays as it is. */
class AuditApiTest {

    private static final TestService SERVICE = TestService.shared();

    private final Api api = SERVICE.api();

    @Test
    void a_change_says_what_is_different_and_nothing_else() {
        ObjectNode body = environment("audited-change");
        JsonNode created = api.post("/environments", body).json(201);
        String id = created.path("id").asText();
        body.putObject("limits").put("concurrent_runs", 7);
        body.putObject("defaults").putObject("env").put("PASSWORD", "not-for-the-audit");

        api.put("/environments/" + id, body, "If-Match", "\"1\"").json(200);

        JsonNode entry = only("object=" + id + "&action=revise_environment");
        assertThat(entry.path("changes").propertyStream().map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrder("defaults.env", "limits.concurrent_runs", "version");
        assertThat(entry.at("/changes/limits.concurrent_runs").toString())
                .isEqualTo("{\"before\":null,\"after\":\"7\"}");
        assertThat(entry.at("/changes/defaults.env").toString()).isEqualTo("{\"before\":null,\"after\":\"***\"}");
        assertThat(entry.at("/object").toString())
                .isEqualTo(
                        "{\"kind\":\"environment\",\"id\":\"%s\",\"name\":\"audited-change\",\"environments\":[\"audited-change\"]}"
                                .formatted(id));
    }

    @Test
    void of_a_secret_only_that_it_changed_is_said() {
        ObjectNode credential = Credentials.token();
        String path = "/cluster-credentials/"
                + api.post("/cluster-credentials", credential)
                        .json(201)
                        .path("id")
                        .asText();
        api.put(path, credential, "If-Match", "\"1\"").json(200);

        JsonNode entry = only("action=rotate_credential&object=" + path.split("/")[2]);

        assertThat(entry.at("/changes/secret").toString()).isEqualTo("{\"before\":\"***\",\"after\":\"***\"}");
        assertThat(api.get("/audit?limit=200").text()).doesNotContain(Credentials.TOKEN);
    }

    @Test
    void a_load_test_and_its_run_have_an_entry_each() {
        JsonNode created =
                api.post("/loadtests", Requests.loadTest().put("start", true)).json(201);
        String run = created.at("/latest_run/id").asText();
        api.post("/runs/" + run + "/stop", "").json(202);

        JsonNode stored = only("object=" + created.path("id").asText());
        JsonNode started = only("object=" + run + "&action=create_load_test");

        assertThat(stored.at("/changes/revision/after").asInt()).isEqualTo(1);
        assertThat(stored.at("/changes/code/after").asText()).matches("[0-9a-f]{64}");
        assertThat(started.at("/object/kind").asText()).isEqualTo("run");
        assertThat(started.at("/changes/load_test_id/after")).isEqualTo(created.path("id"));
    }

    @Test
    void a_change_that_fails_leaves_no_entry_of_having_been_done() {
        ObjectNode twice = Requests.loadTest();
        String id = api.post("/loadtests", twice).json(201).path("id").asText();

        api.post("/loadtests", twice).json(409);

        await().untilAsserted(() -> assertThat(items("action=create_load_test&outcome=refused&limit=200"))
                .anySatisfy(entry -> assertThat(entry.path("code").asText()).isEqualTo("already_exists")));
        assertThat(items("object=" + id)).hasSize(1);
    }

    @Test
    void a_token_that_opens_nothing_is_named_without_its_secret() {
        String text = Tokens.text(SERVICE, "viewer");
        String id = "tok-" + text.split("_")[1];
        api.delete("/tokens/" + id).json(204);
        Api revoked = SERVICE.caller(text);

        for (int i = 0; i < 20; i++) {
            revoked.get("/runs").json(401);
        }

        JsonNode entry = awaitOne("outcome=refused&object=" + id);
        assertThat(entry.at("/caller/kind").asText()).isEqualTo("nobody");
        assertThat(entry.path("action").asText()).isEqualTo("list_runs");
        assertThat(entry.path("status").asInt()).isEqualTo(401);
        assertThat(entry.toString()).doesNotContain(text.split("_")[2]);
        assertThat(items("outcome=refused&object=" + id)).hasSize(1);
    }

    @Test
    void who_is_platform_in_an_environment_sees_what_belongs_to_it_alone() {
        String mine = created("audited-mine");
        String other = created("audited-other");
        Api caller = Tokens.caller(SERVICE, "platform", "audited-mine");
        caller.get("/environments/" + other).json(404);
        Tokens.caller(SERVICE, "viewer", "audited-mine")
                .delete("/environments/" + mine)
                .json(403);
        awaitOne("outcome=refused&object=" + mine);
        awaitOne("outcome=refused&object=" + other);

        JsonNode seen = caller.get("/audit?limit=200").json(200).path("items");

        assertThat(seen)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(entry ->
                        assertThat(entry.at("/object/environments").toString()).isEqualTo("[\"audited-mine\"]"));
        assertThat(caller.get("/audit?object=" + other).json(200).path("items")).isEmpty();
        Tokens.caller(SERVICE, "tester").get("/audit").json(403);
    }

    @Test
    void entries_are_found_by_time_and_page_by_page() {
        String id = created("audited-pages");
        JsonNode entry = only("object=" + id);
        String at = entry.path("at").asText();

        assertThat(items("object=%s&after=%s".formatted(id, at))).isEmpty();
        assertThat(items("object=%s&before=%s".formatted(id, at))).isEmpty();
        assertThat(items("environment=audited-pages&outcome=done")).hasSize(1);
        JsonNode first = api.get("/audit?limit=1").json(200);
        JsonNode second = api.get(
                        "/audit?limit=1&cursor=" + first.path("next_cursor").asText())
                .json(200);
        assertThat(second.at("/items/0/id").asText())
                .isLessThan(first.at("/items/0/id").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"outcome=maybe", "after=yesterday", "cursor=abc", "limit=0", "actor=me"})
    void a_wrong_filter_is_refused(String query) {
        assertThat(api.get("/audit?" + query).json(400).path("code").asText()).isEqualTo("invalid_request");
    }

    /** As the user of the service, who owns the table. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set caller_name = 'somebody else'",
                "delete from audit_entry",
                "truncate audit_entry",
                "set loadplane.purging_audit = 'on'; delete from audit_entry",
                "set loadplane.purging_audit = 'on'; update audit_entry set at = now() - interval '1 year'"
            })
    void the_database_lets_nobody_change_an_entry(String statement) throws SQLException {
        created("audited-" + Math.abs(statement.hashCode()));
        try (Connection connection = SERVICE.connect();
                Statement tampering = connection.createStatement()) {
            assertThatThrownBy(() -> tampering.execute(statement)).hasMessageContaining("stay as they are");
        }
    }

    private String created(String name) {
        return api.post("/environments", environment(name)).json(201).path("id").asText();
    }

    private ObjectNode environment(String name) {
        return Api.JSON
                .createObjectNode()
                .put("name", name)
                .put("namespace", "load")
                .put("cluster_credential_id", Credentials.store(api));
    }

    private JsonNode only(String query) {
        List<JsonNode> items = items(query);
        assertThat(items).hasSize(1);
        return items.getFirst();
    }

    private JsonNode awaitOne(String query) {
        await().atMost(Duration.ofSeconds(5)).until(() -> !items(query).isEmpty());
        return items(query).getFirst();
    }

    private List<JsonNode> items(String query) {
        JsonNode items = api.get("/audit?" + query).json(200).path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }
}
