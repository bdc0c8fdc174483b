package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.Places;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens are made, shown without what is secret of them, used, and revoked. */
class TokenApiTest {

    private static final TestService SERVICE = TestService.shared();

    private final Api api = SERVICE.api();

    @Test
    void a_token_is_shown_once_and_kept_as_a_hash() throws SQLException {
        ObjectNode request = Tokens.request("tester", "local").put("expires_at", "2999-01-01T00:00:00Z");

        Api.Answer created = api.post("/tokens", request);

        ObjectNode view = (ObjectNode) created.json(201);
        String text = view.remove("token").asText();
        assertThat(text).matches("lp_[0-9a-z]{26}_[0-9a-f]{64}");
        assertThat(created.header("Location"))
                .isEqualTo("/tokens/" + view.path("id").asText());
        assertThat(view.path("state").asText()).isEqualTo("active");
        assertThat(view.path("created_by").asText()).isEqualTo("bootstrap");
        request.properties()
                .forEach(field -> assertThat(view.path(field.getKey())).isEqualTo(field.getValue()));
        assertThat(api.get("/tokens/" + view.path("id").asText()).json(200)).isEqualTo(view);
        assertThat(api.get("/tokens?limit=200").json(200).path("items")).contains(view);
        assertThat(stored()).doesNotContain(text, text.substring(text.lastIndexOf('_') + 1));
    }

    @Test
    void what_its_holder_does_bears_its_name() {
        ObjectNode request = Tokens.request("tester");
        Api holder = SERVICE.caller(
                api.post("/tokens", request).json(201).path("token").asText());

        JsonNode loadTest = holder.post("/loadtests", Requests.loadTest()).json(201);

        JsonNode revision = holder.get("/loadtests/" + loadTest.path("id").asText() + "/revisions/1")
                .json(200);
        assertThat(revision.path("created_by").asText())
                .isEqualTo("token:" + request.path("name").asText());
    }

    @Test
    void a_revoked_token_opens_nothing_from_then_on() {
        JsonNode created = api.post("/tokens", Tokens.request("viewer")).json(201);
        Api holder = SERVICE.caller(created.path("token").asText());
        String path = "/tokens/" + created.path("id").asText();
        holder.get("/runs").json(200);

        api.delete(path).json(204);

        holder.get("/runs").json(401);
        api.delete(path).json(204);
        assertThat(api.get(path).json(200).path("state").asText()).isEqualTo("revoked");
    }

    @Test
    void what_is_still_being_sent_ends_with_the_token() {
        String run = new EndedRuns(SERVICE).running(Fixtures.NOON, "local").id().value();
        JsonNode created = api.post("/tokens", Tokens.request("viewer")).json(201);
        Api holder = SERVICE.caller(created.path("token").asText());
        CompletableFuture<Api.Answer> log =
                CompletableFuture.supplyAsync(() -> holder.get("/runs/" + run + "/logs?follow=true"));
        CompletableFuture<Api.Answer> wait =
                CompletableFuture.supplyAsync(() -> holder.get("/runs/" + run + "?wait=1m"));
        CompletableFuture<Void> both = CompletableFuture.allOf(log, wait);
        assertThat(both).failsWithin(Duration.ofSeconds(1));

        api.delete("/tokens/" + created.path("id").asText()).json(204);

        assertThat(both).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void the_name_of_a_revoked_token_is_free_again() {
        ObjectNode request = Tokens.request("viewer");
        String id = api.post("/tokens", request).json(201).path("id").asText();
        assertThat(api.post("/tokens", request).json(409).path("code").asText()).isEqualTo("already_exists");

        api.delete("/tokens/" + id).json(204);

        api.post("/tokens", request).json(201);
    }

    @Test
    void the_last_use_is_shown() {
        JsonNode created = api.post("/tokens", Tokens.request("viewer")).json(201);
        String path = "/tokens/" + created.path("id").asText();
        assertThat(created.path("last_used_at").isNull()).isTrue();

        SERVICE.caller(created.path("token").asText()).get("/runs").json(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> !api.get(path).json(200).path("last_used_at").isNull());
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    "name": null                            | /name required
                    "name": "a b"                           | /name malformed_name
                    "name": ""                              | /name malformed_name
                    "role": null                            | /role required
                    "role": "admin"                         | /role unknown_value
                    "environments": "local"                 | /environments wrong_type
                    "environments": [null]                  | /environments/0 wrong_type
                    "environments": ["local", "nowhere"]    | /environments/1 unknown_environment
                    "environments": ["local,other"]         | /environments/0 unknown_environment
                    "expires_at": "tomorrow"                | /expires_at malformed_time
                    "expires_at": "2020-01-01T00:00:00Z"    | /expires_at in_the_past
                    "token": "lp_mine"                      | /token unknown_field
                    """)
    void a_wrong_value_is_reported_at_its_place(String change, String finding) throws IOException {
        ObjectNode request = Tokens.request("viewer");
        request.setAll((ObjectNode) Api.JSON.readTree("{" + change + "}"));

        JsonNode problem = api.post("/tokens", request).json(400);

        List<String> findings = new ArrayList<>();
        problem.path("errors")
                .forEach(error -> findings.add(error.path("pointer").asText() + " "
                        + error.path("code").asText()));
        assertThat(findings).contains(finding);
    }

    @Test
    void a_platform_team_of_an_environment_hands_out_what_it_has_and_no_more() {
        String own = Places.environment(api, "{}");
        Api team = Tokens.caller(SERVICE, "platform", own, "local");

        String made = team.post("/tokens", Tokens.request("platform", own))
                .json(201)
                .path("token")
                .asText();

        Api member = SERVICE.caller(made);
        assertThat(member.post("/tokens", Tokens.request("viewer"))
                        .json(403)
                        .path("detail")
                        .asText())
                .contains("platform for all environments");
        assertThat(member.post("/tokens", Tokens.request("viewer", own, "local"))
                        .json(400)
                        .toString())
                .contains("unknown_environment");
    }

    @Test
    void a_token_for_several_environments_is_revoked_only_by_who_manages_all_of_them() {
        String own = Places.environment(api, "{}");
        Api team = Tokens.caller(SERVICE, "platform", own);
        JsonNode wide =
                api.post("/tokens", Tokens.request("viewer", own, "local")).json(201);
        String path = "/tokens/" + wide.path("id").asText();

        JsonNode seen = team.get(path).json(200);

        assertThat(seen.path("environments"))
                .containsExactly(Api.JSON.getNodeFactory().textNode(own));
        assertThat(team.delete(path).json(403).path("code").asText()).isEqualTo("forbidden");
        assertThat(team.get("/tokens?limit=200").json(200).path("items"))
                .allSatisfy(
                        item -> assertThat(item.path("environments").toString()).contains(own));
    }

    private static String stored() throws SQLException {
        try (Connection connection = SERVICE.connect();
                Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery("select string_agg(cast(t as text), ' ') from token t")) {
            all.next();
            return all.getString(1);
        }
    }
}
