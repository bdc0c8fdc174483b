package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.Places;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What roles mean beyond single operations: lists, keys, leases, and what belongs to more than one environment. */
class AccessApiTest {

    private static final TestService SERVICE = TestService.shared();

    private final Api api = SERVICE.api();
    private final String own = Places.environment(api, "{}");
    private final String other = Places.environment(api, "{}");

    @Test
    void pages_are_full_of_what_the_caller_may_see() {
        EndedRuns ended = new EndedRuns(SERVICE);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.addFirst(
                    ended.at(Fixtures.NOON.plusSeconds(i), own, 0).id().value());
            ended.at(Fixtures.NOON, other, 0);
        }
        Api viewer = Tokens.caller(SERVICE, "viewer", own);

        List<Integer> sizes = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = viewer.get("/runs?limit=2" + cursor).json(200);
            page.path("items").forEach(run -> seen.add(run.path("id").asText()));
            sizes.add(page.path("items").size());
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.path("next_cursor").asText();
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(sizes).containsExactly(2, 2, 1);
    }

    @Test
    void a_filter_for_an_environment_shows_no_more_than_the_role() {
        new EndedRuns(SERVICE).at(Fixtures.NOON, other, 0);

        JsonNode page = Tokens.caller(SERVICE, "viewer", own)
                .get("/runs?environment=" + other)
                .json(200);

        assertThat(page.path("items")).isEmpty();
    }

    @Test
    void environments_that_a_caller_may_not_see_are_not_suggested() {
        JsonNode problem = Tokens.caller(SERVICE, "tester", own)
                .post("/loadtests", Requests.loadTest())
                .json(400);

        assertThat(problem.path("errors").path(0).path("message").asText())
                .isEqualTo("no environment is the default; name one: " + own);
    }

    @Test
    void a_key_belongs_to_the_caller_who_used_it() {
        Api one = Tokens.caller(SERVICE, "tester", own);
        Api another = Tokens.caller(SERVICE, "tester", other);
        one.post("/loadtests", Requests.loadTest().put("environment", own), "Idempotency-Key", "1")
                .json(201);

        JsonNode created = another.post(
                        "/loadtests", Requests.loadTest().put("environment", other), "Idempotency-Key", "1")
                .json(201);

        assertThat(created.path("environment").asText()).isEqualTo(other);
    }

    @Test
    void who_only_watches_is_offered_nothing_to_do() {
        String run = new EndedRuns(SERVICE).at(Fixtures.NOON, own, 0).id().value();

        JsonNode watched =
                Tokens.caller(SERVICE, "viewer", own).get("/runs/" + run).json(200);

        assertThat(watched.path("actions")).isEmpty();
        assertThat(api.get("/runs/" + run).json(200).path("actions")).isNotEmpty();
    }

    @Test
    void who_only_watches_keeps_no_lease_alive() throws SQLException {
        String path = "/runs/" + leased() + "?wait=1s";
        Api viewer = Tokens.caller(SERVICE, "viewer", own);
        JsonNode until = viewer.get(path.replaceFirst("\\?.*", "")).json(200).path("lease_until");

        JsonNode watched = viewer.get(path).json(200);

        assertThat(watched.path("lease_until")).isEqualTo(until);
        assertThat(Tokens.caller(SERVICE, "tester", own).get(path).json(200).path("lease_until"))
                .isNotEqualTo(until);
    }

    @Test
    void a_load_test_goes_to_no_environment_that_the_caller_may_not_see() {
        Api tester = Tokens.caller(SERVICE, "tester", own);
        ObjectNode definition = Requests.loadTest().put("environment", own);
        String id = tester.post("/loadtests", definition).json(201).path("id").asText();
        definition.remove("start");

        JsonNode problem = tester.put("/loadtests/" + id, definition.put("environment", other), "If-Match", "\"1\"")
                .json(400);

        assertThat(problem.path("errors").path(0).path("message").asText())
                .isEqualTo("there is no environment \"%s\"; there are: %s".formatted(other, own));
    }

    @Test
    void the_default_environment_is_chosen_by_who_answers_for_all() {
        Api team = Tokens.caller(SERVICE, "platform", own);
        JsonNode environment = environment(own);
        ObjectNode wanted = settings(environment).put("default", true);

        JsonNode problem =
                team.put(path(environment), wanted, "If-Match", "\"1\"").json(403);

        assertThat(problem.path("detail").asText()).contains("platform for all environments");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tokens", "/webhooks", "/audit", "/tokens/tok-00000000000000000000000000"})
    void who_lacks_a_role_is_told_the_least_that_would_do(String path) {
        JsonNode problem = Tokens.caller(SERVICE, "tester", own).get(path).json(403);

        assertThat(problem.path("detail").asText()).contains("the role platform in at least one environment");
        assertThat(Tokens.caller(SERVICE, "platform", own).get(path).status()).isNotEqualTo(403);
    }

    @Test
    void a_name_that_somebody_else_has_is_taken_and_that_is_all_that_is_said() {
        ObjectNode token = Tokens.request("viewer", other);
        ObjectNode credential = Credentials.token();
        credential.putArray("environments").add(other);
        api.post("/tokens", token).json(201);
        api.post("/cluster-credentials", credential).json(201);
        Api team = Tokens.caller(SERVICE, "platform", own);
        token.putArray("environments").add(own);
        credential.putArray("environments").add(own);

        List<JsonNode> problems = List.of(
                team.post("/tokens", token).json(409),
                team.post("/cluster-credentials", credential).json(409));

        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.path("detail").asText())
                        .matches("The name \".*\" is taken; use another one\\."));
    }

    @Test
    void a_cluster_is_given_only_by_who_manages_where_it_is_used() {
        String token = Tokens.text(SERVICE, "platform", own);
        JsonNode foreign = environment(other);
        ObjectNode wanted = settings(environment(own))
                .put(
                        "cluster_credential_id",
                        foreign.path("cluster_credential_id").asText());

        JsonNode problem = SERVICE.caller(token)
                .put(path(environment(own)), wanted, "If-Match", "\"1\"")
                .json(400);

        assertThat(problem.path("errors").path(0).path("code").asText()).isEqualTo("unknown_credential");
        api.put(path(environment(own)), wanted, "If-Match", "\"1\"").json(200);
    }

    @Test
    void a_credential_is_not_widened_to_foreign_environments() {
        Api team = Tokens.caller(SERVICE, "platform", own);
        ObjectNode credential = Credentials.token();
        credential.putArray("environments").add(own);
        String id = team.post("/cluster-credentials", credential)
                .json(201)
                .path("id")
                .asText();

        JsonNode problem = team.put(
                        "/cluster-credentials/" + id,
                        credential
                                .deepCopy()
                                .set(
                                        "environments",
                                        Api.JSON.createArrayNode().add(own).add(other)),
                        "If-Match",
                        "\"1\"")
                .json(403);

        assertThat(problem.path("detail").asText())
                .contains("platform in every environment that it belongs to")
                .doesNotContain(other);
        team.put("/cluster-credentials/" + id, credential.without("environments"), "If-Match", "\"1\"")
                .json(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "in_cluster"})
    void what_loadplane_itself_has_is_lent_by_who_answers_for_all(String kind) {
        Api team = Tokens.caller(SERVICE, "platform", own);
        ObjectNode credential =
                Api.JSON.createObjectNode().put("name", kind + "-" + own).put("kind", kind);
        credential.putArray("environments").add(own);

        JsonNode problem = team.post("/cluster-credentials", credential).json(403);

        assertThat(problem.path("detail").asText()).contains("platform for all environments");
    }

    @Test
    void a_credential_that_others_still_use_is_not_rotated_by_its_new_owners() {
        String id = environment(other).path("cluster_credential_id").asText();
        String name =
                api.get("/cluster-credentials/" + id).json(200).path("name").asText();
        ObjectNode narrowed = Api.JSON.createObjectNode().put("name", name).put("kind", "local");
        narrowed.putArray("environments").add(own);
        api.put("/cluster-credentials/" + id, narrowed, "If-Match", "\"1\"").json(200);
        ObjectNode redirected = Credentials.token().put("name", name);
        redirected.putArray("environments").add(own);

        JsonNode problem = Tokens.caller(SERVICE, "platform", own)
                .put("/cluster-credentials/" + id, redirected, "If-Match", "\"2\"")
                .json(403);

        assertThat(problem.path("detail").asText()).doesNotContain(other);
    }

    @Test
    void a_shared_credential_names_only_the_environments_that_the_caller_may_see() {
        ObjectNode credential =
                Api.JSON.createObjectNode().put("name", "shared-" + own).put("kind", "local");
        credential.putArray("environments").add(own).add(other);
        String path = "/cluster-credentials/"
                + api.post("/cluster-credentials", credential)
                        .json(201)
                        .path("id")
                        .asText();

        JsonNode seen = Tokens.caller(SERVICE, "platform", own).get(path).json(200);

        assertThat(seen.path("environments"))
                .containsExactly(Api.JSON.getNodeFactory().textNode(own));
        Tokens.caller(SERVICE, "platform", own).delete(path).json(403);
    }

    /** A run that nobody drives, and whose lease ends soon. */
    private String leased() throws SQLException {
        String run = new EndedRuns(SERVICE).running(Fixtures.NOON, own).id().value();
        try (Connection connection = SERVICE.connect();
                PreparedStatement update = connection.prepareStatement(
                        "update run set lease_seconds = 600, lease_until = now() + interval '1 minute' where id = ?")) {
            update.setString(1, run);
            update.executeUpdate();
        }
        return run;
    }

    private JsonNode environment(String name) {
        for (JsonNode item : api.get("/environments?limit=200").json(200).path("items")) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("no environment " + name);
    }

    private static ObjectNode settings(JsonNode environment) {
        return ((ObjectNode) environment.deepCopy())
                .without(List.of("id", "version", "target_hosts_enforced_by", "created_at", "updated_at"));
    }

    private static String path(JsonNode environment) {
        return "/environments/" + environment.path("id").asText();
    }
}
