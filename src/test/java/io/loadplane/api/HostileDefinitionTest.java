package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.PodGuarantees;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No definition takes a pod out of our hands, or gets more than its environment allows; what tries is told where. */
class HostileDefinitionTest {

    private static final Api API = TestService.shared().api();

    @BeforeAll
    static void createEnvironments() throws IOException {
        create("hostile", "{\"allowed_secrets\": [\"shop-*\"], \"allowed_config_maps\": [\"shop-*\"]}");
        create("hostile-open", "{\"allowed_secrets\": [\"*\"], \"allowed_config_maps\": [\"*\"]}");
    }

    @AfterAll
    static void nothingWasStored() {
        assertThat(API.get("/loadtests?label=hostile=yes").json(200).path("items"))
                .isEmpty();
    }

    /** Each line is fields of a pod's spec, and the place below it that must be named. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "/hostile/pod-specs.csv",
            delimiter = '|',
            quoteCharacter = '\0',
            maxCharsPerColumn = 10_000,
            ignoreLeadingAndTrailingWhitespace = true)
    void a_pod_template_that_wants_more_than_a_run_has_is_refused(String fields, String place) throws IOException {
        for (String role : List.of("master", "worker")) {
            ObjectNode request =
                    request("hostile", "\"pod_template\": {\"%s\": {\"spec\": {%s}}}".formatted(role, fields));

            Api.Answer answer = API.post("/loadtests/validate", request);

            String spec = "/pod_template/" + role + "/spec";
            assertRefused(request, answer, spec + place.replaceFirst("(.)/.*", "$1"), spec + place);
        }
    }

    /** Each line is fields of a definition, and the place that must be named. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "/hostile/definitions.csv",
            delimiter = '|',
            quoteCharacter = '\0',
            maxCharsPerColumn = 10_000,
            ignoreLeadingAndTrailingWhitespace = true)
    void a_definition_that_wants_more_than_a_run_has_is_refused(String fields, String place) throws IOException {
        ObjectNode request = request("hostile", fields);

        Api.Answer answer = API.post("/loadtests/validate", request);

        assertRefused(request, answer, place, place);
    }

    /** In an environment that allows every Secret: the token of another run opens that run's agent. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    "env_from": [{"secret": "RUN"}]|/env_from/0/secret
                    "mounts": [{"path": "/a", "secret": "RUN"}]|/mounts/0/secret
                    "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "secret": {"secretName": "RUN"}}]}}}|/pod_template/worker/spec/volumes/0/secret/secretName
                    "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "projected": {"sources": [{"secret": {"name": "RUN"}}]}}]}}}|/pod_template/worker/spec/volumes/0/projected/sources/0/secret/name
                    "pod_template": {"worker": {"spec": {"containers": [{"name": "locust", "envFrom": [{"secretRef": {"name": "RUN"}}]}]}}}|/pod_template/worker/spec/containers/0/envFrom/0/secretRef/name
                    "pod_template": {"worker": {"spec": {"containers": [{"name": "locust", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "RUN", "key": "token"}}}]}]}}}|/pod_template/worker/spec/containers/0/env/0/valueFrom/secretKeyRef/name
                    "pod_template": {"worker": {"spec": {"initContainers": [{"name": "a", "image": "a", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "RUN", "key": "token"}}}]}]}}}|/pod_template/worker/spec/initContainers/0/env/0/valueFrom/secretKeyRef/name
                    "helm_values": {"loadtest": {"environment_load_from_secrets": ["RUN"]}}|/helm_values/loadtest/environment_load_from_secrets/0
                    "helm_values": {"loadtest.environment_external_secret.RUN": ["token"]}|/helm_values/loadtest.environment_external_secret.RUN
                    "helm_values": {"loadtest": {"mount_external_secret": {"mountPath": "/a", "files": {"RUN": ["token"]}}}}|/helm_values/loadtest/mount_external_secret
                    """)
    void the_token_of_another_run_is_refused_wherever_it_is_named(String fields, String place) throws IOException {
        String secret = "run-01k0000000000000000000000a-token";
        ObjectNode request = request("hostile-open", fields.replace("RUN", secret));

        Api.Answer answer = API.post("/loadtests/validate", request);

        assertRefused(request, answer, place.replace("RUN", secret), place.replace("RUN", secret));
    }

    /** Nothing in the place of something of ours: refused, or without effect. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "\"metadata\": null",
                "\"metadata\": {\"labels\": null}",
                "\"spec\": null",
                "\"spec\": {\"containers\": null}",
                "\"spec\": {\"volumes\": null}",
                "\"spec\": {\"securityContext\": null}",
                "\"spec\": {\"containers\": [{\"name\": \"locust\", \"env\": null}]}",
                "\"spec\": {\"containers\": [{\"name\": \"locust\", \"volumeMounts\": null}]}",
                "\"spec\": {\"containers\": [{\"name\": \"locust\", \"securityContext\": null}]}",
                "\"spec\": {\"containers\": [{\"name\": \"locust\", \"securityContext\": {\"readOnlyRootFilesystem\": null}}]}",
                "\"spec\": {\"containers\": [{\"name\": \"locust\", \"securityContext\": {\"capabilities\": {\"drop\": null}}}]}",
                "\"spec\": {\"containers\": [{\"name\": \"locust\", \"image\": null}]}",
                "\"spec\": {\"containers\": [{\"name\": \"locust\", \"resources\": null}]}",
                "\"spec\": {\"containers\": [{\"name\": \"locust\"}, {\"name\": \"locust\"}]}",
                "\"spec\": {\"initContainers\": null}",
                "\"spec\": {\"initContainers\": [{\"name\": \"a\", \"image\": \"a\", \"securityContext\": null}]}",
                "\"spec\": {\"initContainers\": [{\"name\": \"a\", \"image\": \"a\", \"securityContext\": {\"capabilities\": {\"drop\": null}}}]}"
            })
    void nothing_takes_away_what_every_pod_has(String fields) throws IOException {
        ObjectNode request = request("hostile", "\"pod_template\": {\"worker\": {%s}}".formatted(fields));

        Api.Answer answer = API.post("/loadtests/validate", request);

        if (answer.status() == 400) {
            assertRefused(request, answer, "/pod_template/worker", "/pod_template/worker");
        } else {
            assertThat(PodGuarantees.broken(answer.json(200))).isEmpty();
        }
    }

    /**
     * @param above a place that is near enough for what only the cluster's own types refuse
     * @param place where the offence is; findings there or below it are about it
     */
    private static void assertRefused(ObjectNode request, Api.Answer answer, String above, String place) {
        JsonNode problem = answer.json(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        List<String> pointers = problem.path("errors").findValuesAsText("pointer");
        assertThat(pointers).as(answer.text()).allMatch(pointer -> exists(request, pointer));
        assertThat(problem.path("errors")).as(answer.text()).anyMatch(error -> {
            String pointer = error.path("pointer").asText();
            boolean untyped = error.path("code").asText().equals("malformed_object");
            return (pointer + "/").startsWith(place + "/") || untyped && (pointer + "/").startsWith(above + "/");
        });
    }

    /** What is missing is named where it would stand. */
    private static boolean exists(JsonNode request, String pointer) {
        JsonPointer place = JsonPointer.compile(pointer);
        return !request.at(place).isMissingNode() || request.at(place.head()) instanceof ObjectNode;
    }

    private static ObjectNode request(String environment, String fields) throws IOException {
        ObjectNode request = Requests.loadTest().put("environment", environment);
        request.putObject("labels").put("hostile", "yes");
        request.setAll((ObjectNode) Api.JSON.readTree("{" + fields + "}"));
        return request;
    }

    private static void create(String name, String policy) throws IOException {
        ObjectNode environment = Api.JSON
                .createObjectNode()
                .put("name", name)
                .put("namespace", "load")
                .put("cluster_credential_id", Credentials.store(API));
        environment.set("policy", Api.JSON.readTree(policy));
        API.post("/environments", environment).json(201);
    }
}
