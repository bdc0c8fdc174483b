package io.loadplane.api;

import static io.loadplane.testing.Api.findings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places where runs happen are made, changed and deleted, and say what load tests may name there. */
class EnvironmentApiTest {

    private static final String PATH = "/environments";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Api api = TestService.shared().api();

    @Test
    void an_environment_is_stored_with_everything_that_was_said() throws IOException {
        String further = Credentials.store(api);
        ObjectNode request = environment();
        request.setAll((ObjectNode) Api.JSON.readTree("""
                {"create_namespace": true, "run_as_user": 4711, "package_index": "https://pypi.test/simple",
                 "pip_config_secret": "pip-config", "certificate_issuer": "letsencrypt", "keep_failed": "10m",
                 "defaults": {"stop_timeout": "30s", "env": {"STAGE": "test"}}, "default": false}
                """));
        request.putArray("allowed_cluster_credential_ids").add(further);

        Api.Answer created = api.post(PATH, request);

        JsonNode view = created.json(201);
        request.properties()
                .forEach(field -> assertThat(view.path(field.getKey())).isEqualTo(field.getValue()));
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(api.get(PATH + "/" + view.path("id").asText()).json(200)).isEqualTo(view);
        assertThat(all()).contains(view);
    }

    @Test
    void what_was_not_said_is_closed() {
        JsonNode view = api.post(PATH, environment()).json(201);

        assertThat(view.path("default").asBoolean()).isFalse();
        assertThat(view.path("create_namespace").asBoolean()).isFalse();
        assertThat(view.path("keep_failed").asText()).isEqualTo("0s");
        assertThat(view.path("defaults")).isEmpty();
        assertThat(view.path("allowed_cluster_credential_ids")).isEmpty();
        assertThat(List.of("namespaces", "secrets", "config_maps", "service_accounts"))
                .allSatisfy(
                        names -> assertThat(view.at("/policy/allowed_" + names)).isEqualTo(Api.JSON.createArrayNode()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    {}                    | 1000
                    {"run_as_user": null} | null
                    {"run_as_user": 1}    | 1
                    """)
    void a_user_that_is_left_out_is_not_a_user_that_is_null(String field, String expected) throws IOException {
        ObjectNode request = environment();
        request.setAll((ObjectNode) Api.JSON.readTree(field));

        JsonNode view = api.post(PATH, request).json(201);

        assertThat(view.path("run_as_user").toString()).isEqualTo(expected);
    }

    @Test
    void a_change_replaces_all_for_those_who_saw_the_last_version() {
        ObjectNode request = environment().put("run_as_user", 5);
        String path = PATH + "/" + api.post(PATH, request).json(201).path("id").asText();
        request.remove("run_as_user");
        request.put("namespace", "moved");

        assertThat(api.put(path, request).json(428).path("code").asText()).isEqualTo("if_match_required");
        assertThat(api.put(path, request, "If-Match", "\"7\"").status()).isEqualTo(412);
        Api.Answer changed = api.put(path, request, "If-Match", "\"1\"");

        JsonNode view = changed.json(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(view.path("namespace").asText()).isEqualTo("moved");
        assertThat(view.path("run_as_user").asInt()).isEqualTo(1000);
        assertThat(api.get(path).json(200)).isEqualTo(view);
    }

    @Test
    void an_environment_keeps_its_name_and_shares_it_with_no_other() {
        ObjectNode request = environment();
        String path = PATH + "/" + api.post(PATH, request).json(201).path("id").asText();

        assertThat(api.post(PATH, request).json(409).path("code").asText()).isEqualTo("already_exists");
        JsonNode problem = api.put(path, request.put("name", "renamed"), "If-Match", "\"1\"")
                .json(400);

        assertThat(findings(problem)).containsExactly("/name immutable");
    }

    @Test
    void the_default_moves_from_one_to_the_other() {
        try (TestService own = TestService.start(Map.of())) {
            Api caller = own.api();
            ObjectNode request = environment(Credentials.store(caller)).put("default", true);

            JsonNode created = caller.post(PATH, request).json(201);

            assertThat(defaults(caller)).containsExactly(request.path("name").asText());
            assertThat(validated(caller)).isEqualTo(request.path("name").asText());
            ObjectNode second =
                    environment(request.path("cluster_credential_id").asText());
            String path =
                    PATH + "/" + caller.post(PATH, second).json(201).path("id").asText();
            caller.put(path, second.put("default", true), "If-Match", "\"1\"").json(200);
            assertThat(defaults(caller)).containsExactly(second.path("name").asText());
            assertThat(validated(caller)).isEqualTo(second.path("name").asText());
            assertThat(caller.delete(PATH + "/" + created.path("id").asText()).status())
                    .isEqualTo(204);
        }
    }

    @Test
    void a_load_test_without_an_environment_needs_a_default() {
        try (TestService own = TestService.start(Map.of())) {
            Api caller = own.api();
            JsonNode local = caller.get(PATH).json(200).path("items").path(0);
            String path = PATH + "/" + local.path("id").asText();
            ObjectNode request = environment(local.path("cluster_credential_id").asText())
                    .put("name", "local")
                    .put("namespace", "local");
            caller.put(path, request.put("default", false), "If-Match", "\"1\"").json(200);

            JsonNode problem =
                    caller.post("/loadtests/validate", Requests.loadTest()).json(400);

            assertThat(findings(problem)).containsExactly("/environment unknown_environment");
            assertThat(problem.path("detail").asText()).doesNotContain("\"\"").contains("local");
        }
    }

    @Test
    void an_environment_that_has_had_a_load_test_stays() {
        ObjectNode request = environment();
        String path = PATH + "/" + api.post(PATH, request).json(201).path("id").asText();
        String loadTest = api.post("/loadtests", Requests.loadTest().set("environment", request.path("name")))
                .json(201)
                .path("id")
                .asText();

        JsonNode problem = api.delete(path).json(409);

        assertThat(problem.path("code").asText()).isEqualTo("environment_in_use");
        assertThat(problem.path("detail").asText())
                .contains(request.path("name").asText());
        api.delete("/loadtests/" + loadTest, "If-Match", "\"1\"").json(204);
        assertThat(api.delete(path).status()).isEqualTo(409);
        assertThat(api.get(path).status()).isEqualTo(200);
    }

    @Test
    void an_environment_that_has_had_nothing_goes() {
        String path =
                PATH + "/" + api.post(PATH, environment()).json(201).path("id").asText();

        assertThat(api.delete(path).status()).isEqualTo(204);

        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.delete(path).status()).isEqualTo(404);
    }

    @Test
    void credentials_of_other_environments_are_refused() {
        ObjectNode foreign = Credentials.token();
        foreign.putArray("environments").add("elsewhere");
        String id = Credentials.store(api, foreign);
        ObjectNode request = environment(id);
        request.putArray("allowed_cluster_credential_ids")
                .add(Credentials.store(api))
                .add(id)
                .add("cred-" + "0".repeat(26));

        JsonNode problem = api.post(PATH, request).json(400);

        assertThat(findings(problem))
                .containsExactlyInAnyOrder(
                        "/cluster_credential_id credential_not_allowed",
                        "/allowed_cluster_credential_ids/1 credential_not_allowed",
                        "/allowed_cluster_credential_ids/2 unknown_credential");
        assertThat(problem.path("errors").path(0).path("message").asText()).contains("elsewhere");
    }

    @Test
    void a_load_test_may_name_what_its_environment_allows() {
        String further = Credentials.store(api);
        String foreign = Credentials.store(api);
        ObjectNode request = environment();
        request.putArray("allowed_cluster_credential_ids").add(further);
        request.putObject("policy").putArray("allowed_namespaces").add("other");
        api.post(PATH, request).json(201);
        String own = request.path("cluster_credential_id").asText();

        for (String credential : List.of(own, further)) {
            for (String namespace : List.of("load", "other")) {
                ObjectNode allowed = loadTest(request, credential, namespace);
                assertThat(findings(api.post("/loadtests/validate", allowed).json()))
                        .as(allowed.toString())
                        .isEmpty();
            }
        }
        JsonNode problem = api.post("/loadtests/validate", loadTest(request, foreign, "team"))
                .json(400);

        assertThat(findings(problem))
                .containsExactlyInAnyOrder(
                        "/cluster_credential_id credential_not_allowed", "/namespace namespace_not_allowed");
    }

    @Test
    void a_star_stands_for_any_part_of_a_namespace_too() {
        ObjectNode request = environment();
        request.putObject("policy").putArray("allowed_namespaces").add("team-*");
        api.post(PATH, request).json(201);
        String credential = request.path("cluster_credential_id").asText();

        assertThat(api.post("/loadtests/validate", loadTest(request, credential, "team-a"))
                        .status())
                .isEqualTo(200);
        assertThat(api.post("/loadtests/validate", loadTest(request, credential, "team"))
                        .status())
                .isEqualTo(400);
    }

    private static ObjectNode loadTest(ObjectNode environment, String credential, String namespace) {
        ObjectNode request = Requests.loadTest();
        request.set("environment", environment.path("name"));
        return request.put("cluster_credential_id", credential).put("namespace", namespace);
    }

    private ObjectNode environment() {
        return environment(Credentials.store(api));
    }

    private static ObjectNode environment(String credential) {
        return Api.JSON
                .createObjectNode()
                .put("name", "place-" + COUNT.incrementAndGet())
                .put("namespace", "load")
                .put("cluster_credential_id", credential);
    }

    private List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(PATH + "?limit=3" + cursor).json(200);
            page.path("items").forEach(all::add);
            JsonNode next = page.path("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asText();
        } while (!cursor.isEmpty());
        return all;
    }

    /** Where a load test goes that names no environment. */
    private static String validated(Api caller) {
        return caller.post("/loadtests/validate", Requests.loadTest())
                .json(200)
                .path("definition")
                .path("environment")
                .asText();
    }

    private static List<String> defaults(Api caller) {
        List<String> names = new ArrayList<>();
        caller.get(PATH).json(200).path("items").forEach(environment -> {
            if (environment.path("default").asBoolean()) {
                names.add(environment.path("name").asText());
            }
        });
        return names;
    }
}
