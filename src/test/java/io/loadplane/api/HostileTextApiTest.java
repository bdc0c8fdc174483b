package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies in which every text is long and meant to keep a pattern busy are answered like others. */
class HostileTextApiTest {

    private static final Api API = TestService.shared().api();

    /** The slowest machine needs a tenth of it; without linear time it is minutes. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final List<String> TEXTS = List.of(
            "a" + " ".repeat(10_000) + "!",
            "a[" + "b,".repeat(5_000) + "!",
            "a; " + "os_name=='a' and ".repeat(600),
            "*a".repeat(5_000) + "b",
            "a-".repeat(5_000),
            "1".repeat(10_000) + "x",
            "https://" + "a@".repeat(5_000),
            "(".repeat(10_000),
            "a/".repeat(5_000));

    private static final String DEFINITION = """
            {"name": "T", "environment": "E", "namespace": "T", "cluster_credential_id": "T", "description": "T",
             "main_py_content": "T", "lib_files_content": {"T": "T"}, "lib_files_base64": {"T": "T"}, "pip_packages": ["T"],
             "requirements_content": "T", "host": "T", "run_time": "T", "tags": ["T"], "user_classes": ["T"],
             "labels": {"T": "T"}, "env": {"T": "T"}, "env_from": [{"secret": "T", "prefix": "T"}],
             "mounts": [{"config_map": "T", "path": "T"}], "resources": {"worker": {"requests": {"cpu": "T"}}},
             "image": "T", "image_pull_policy": "T", "image_pull_secrets": ["T"],
             "scheduling": {"node_selector": {"T": "T"}, "tolerations": [{"key": "T", "value": "T"}], "runtime_class_name": "T"},
             "pod_labels": {"worker": {"T": "T"}}, "pod_annotations": {"worker": {"T": "T"}},
             "ingress": {"enabled": true, "hostname": "T", "path": "T", "class_name": "T", "annotations": {"T": "T"}},
             "helm_values": {"T": "T", "loadtest.locust_host": "T", "master.args": ["T"], "loadtest.tags": "T"},
             "pod_template": {"worker": {"metadata": {"labels": {"T": "T"}}, "spec": {"serviceAccountName": "T",
                "volumes": [{"name": "T", "secret": {"secretName": "T"}}], "initContainers": [{"name": "T", "image": "T"}]}}},
             "criteria": [{"metric": "T", "endpoint": "T", "op": "T", "baseline": "T", "after": "T", "window": "T"}]}
            """;

    private static final String ENVIRONMENT = """
            {"name": "T", "cluster_credential_id": "T", "namespace": "T", "package_index": "T", "certificate_issuer": "T",
             "defaults": {"image": "T", "pip_packages": ["T"], "T": "T"},
             "policy": {"allowed_secrets": ["T"], "allowed_images": ["T"], "allowed_target_hosts": ["T"],
                "allowed_ingress_hosts": ["T"], "allowed_tolerations": ["T"], "allowed_packages": ["T"],
                "allowed_pod_annotations": ["T"], "required_labels": {"T": "T"}, "max_run_time": "T",
                "max_ephemeral_volume": "T", "forbidden_times": [{"days": ["T"], "from": "T", "to": "T", "time_zone": "T"}]}}
            """;

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("/loadtests/validate", DEFINITION.replace("\"E\"", "\"local\"")),
                Arguments.of("/loadtests", DEFINITION.replace("\"E\"", "\"T\"")),
                Arguments.of("/environments", ENVIRONMENT),
                Arguments.of(
                        "/schedules",
                        "{\"load_test_id\": \"T\", \"name\": \"T\", \"cron\": \"T\", \"time_zone\": \"T\"}"),
                Arguments.of(
                        "/cluster-credentials", "{\"name\": \"T\", \"kind\": \"kubeconfig\", \"kubeconfig\": \"T\"}"),
                Arguments.of(
                        "/cluster-credentials",
                        "{\"name\": \"T\", \"kind\": \"token\", \"server\": \"T\", \"token\": \"T\", \"ca_certificate\": \"T\"}"),
                Arguments.of("/tokens", "{\"name\": \"T\", \"role\": \"tester\", \"environments\": [\"T\"]}"),
                Arguments.of("/webhooks", "{\"url\": \"T\", \"events\": [\"run.finished\"], \"secret\": \"T\"}"));
    }

    @ParameterizedTest(name = "POST {0} {1}")
    @MethodSource("bodies")
    void every_text_of_a_body_may_be_hostile(String path, String body) throws IOException {
        for (String text : TEXTS) {
            JsonNode request = Api.JSON.readTree(body.replace("\"T\"", Api.JSON.writeValueAsString(text)));
            Instant begin = Instant.now();

            Api.Answer answer = API.post(path, request);

            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(Duration.between(begin, Instant.now()))
                    .as("%s…", text.substring(0, 10))
                    .isLessThan(MOST);
        }
    }

    @Test
    void every_parameter_and_header_may_be_hostile() {
        for (String text :
                List.of("a".repeat(5_000) + "!", "*a".repeat(2_500), "1".repeat(5_000), "a,".repeat(2_500))) {
            for (String path : List.of(
                    "/runs?environment=", "/runs?label=", "/runs?cursor=", "/audit?caller=", "/runs?created_after=")) {
                Instant begin = Instant.now();

                Api.Answer answer = API.send("GET", path + text, null, "If-None-Match", text, "Last-Event-ID", text);

                assertThat(answer.status()).isBetween(200, 431);
                assertThat(Duration.between(begin, Instant.now())).isLessThan(MOST);
            }
        }
    }

    /** A text inside a body can hold more than a body may. */
    @Test
    void many_entries_in_one_text_or_under_dotted_keys_are_no_more_work_than_others() {
        StringBuilder nested = new StringBuilder("{");
        ObjectNode dotted = Requests.loadTest();
        for (int i = 0; i < 9_000; i++) {
            nested.append("%s\"V%d\":\"\"".formatted(i == 0 ? "" : ",", i));
            dotted.withObject("/helm_values").put("loadtest.environment.V" + i, "");
        }
        ObjectNode text = Requests.loadTest();
        text.putObject("helm_values").putObject("worker").put("environment", nested + "}");

        for (ObjectNode request : List.of(text, dotted)) {
            Instant begin = Instant.now();

            Api.Answer answer = API.post("/loadtests/validate", request.put("environment", "local"));

            assertThat(answer.status()).isIn(200, 400);
            assertThat(Duration.between(begin, Instant.now())).isLessThan(MOST);
        }
    }

    @Test
    void a_name_that_every_finding_would_repeat_is_refused() {
        ObjectNode request = Requests.loadTest();
        request.putObject("pod_template").putObject("r".repeat(40_000));

        Api.Answer answer = API.post("/loadtests/validate", request);

        assertThat(answer.json(400).at("/errors/0/code").asText()).isEqualTo("too_complex");
    }

    @Test
    void the_role_is_asked_before_the_rules_run() {
        Api viewer = Tokens.caller(TestService.shared(), "viewer", "local");

        for (String environment : List.of("local", "unknown")) {
            Api.Answer answer = viewer.post(
                    "/loadtests/validate", Requests.loadTest().put("name", "").put("environment", environment));

            assertThat(answer.status()).isEqualTo(403);
        }
    }
}
