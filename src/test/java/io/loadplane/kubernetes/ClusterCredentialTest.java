package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Loadplane may do in a cluster is taken away, wholly or in part. */
@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterCredentialTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private static final Api API = TestService.shared().api();
    private static final Runs RUNS = new Runs(API);

    private static TestCluster cluster;
    private static ClusterTarget target;

    @BeforeAll
    static void prepare() {
        cluster = TestCluster.shared().orElseThrow();
        target = ClusterTarget.start(cluster, cluster.newNamespace("target"));
    }

    @ParameterizedTest
    @CsvSource({"secret/loadplane-token, credential_rejected, does not accept"})
    void a_credential_revoked_in_mid_run_fails_the_run_and_a_new_one_cleans_up(
            String object, String reason, String says) {
        ClusterEnvironment environment = ClusterEnvironment.create(API, cluster);
        String run = RUNS.start(environment.loadTest(target, 1, "4m"));
        RUNS.awaitRunning(run);

        Instant revoked = Instant.now();
        cluster.kubectl("-n", environment.namespace(), "delete", object);

        JsonNode ended = RUNS.awaitEnd(run);
        assertFailed(ended, reason, says);
        assertThat(Instant.parse(ended.path("finished_at").asText())).isBefore(revoked.plus(AT_MOST));
        rotate(environment);
        RUNS.awaitCleanup(run);
        assertThat(environment.left(run)).isEmpty();
    }

    @Test
    void a_namespace_deleted_in_mid_run_fails_the_run_with_that_reason_and_ends_its_clean_up() {
        ClusterEnvironment environment = ClusterEnvironment.create(API, cluster);
        rotate(environment);
        String run = RUNS.start(environment.loadTest(target, 1, "4m"));
        RUNS.awaitRunning(run);

        Instant deleted = Instant.now();
        cluster.kubectl("delete", "namespace", environment.namespace(), "--wait=false");

        JsonNode ended = RUNS.awaitEnd(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("failed");
        assertThat(ended.at("/status_reason/code").asText())
                .as("%s", ended)
                .isIn("namespace_missing", "deleted_externally");
        assertThat(Instant.parse(ended.path("finished_at").asText())).isBefore(deleted.plus(AT_MOST));
        RUNS.awaitCleanup(run);
    }

    @Test
    void a_namespace_deleted_together_with_the_identity_that_lives_in_it_fails_the_run_and_ends_its_clean_up() {
        ClusterEnvironment environment = ClusterEnvironment.create(API, cluster);
        String run = RUNS.start(environment.loadTest(target, 1, "4m"));
        RUNS.awaitRunning(run);

        cluster.kubectl("delete", "namespace", environment.namespace(), "--wait=false");

        JsonNode ended = RUNS.awaitEnd(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("failed");
        assertThat(ended.at("/status_reason/code").asText())
                .as("%s", ended)
                .isIn("namespace_missing", "deleted_externally", "credential_rejected", "permission_denied");
        rotate(environment);
        RUNS.awaitCleanup(run);
    }

    @Test
    void verify_names_every_permission_of_a_rule_that_is_taken_away() throws IOException {
        ClusterEnvironment environment = ClusterEnvironment.create(API, cluster);
        JsonNode role = role(environment);
        assertThat(missing(environment)).isEmpty();
        for (int rule = 0; rule < role.path("rules").size(); rule++) {
            ObjectNode without = role.deepCopy();
            JsonNode removed = ((ArrayNode) without.path("rules")).remove(rule);

            cluster.kubectlApply(without.toString());

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(missing(environment)).containsExactlyElementsOf(permissions(removed)));
        }
        cluster.kubectlApply(role.toString());
    }

    @ParameterizedTest
    @CsvSource({"jobs, create, create jobs.batch", "pods, list, list pods", "pods/proxy, get, get pods/proxy"})
    void a_run_that_lacks_a_permission_fails_with_its_name(String resource, String verb, String named)
            throws IOException {
        ClusterEnvironment environment = ClusterEnvironment.create(API, cluster);
        JsonNode role = role(environment);
        for (int rule = 0; rule < role.path("rules").size(); rule++) {
            if (role.at("/rules/" + rule + "/resources/0").asText().equals(resource)) {
                cluster.kubectlApply(without(role, rule, verb).toString());
            }
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> !missing(environment).isEmpty());

        String run = RUNS.start(environment.loadTest(target, 1, "5s"));

        JsonNode ended = RUNS.awaitEnd(run);
        assertFailed(ended, "permission_denied", named);
        cluster.kubectlApply(role.toString());
        RUNS.awaitCleanup(run);
        assertThat(environment.left(run)).isEmpty();
    }

    private static void assertFailed(JsonNode ended, String reason, String says) {
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("failed");
        assertThat(ended.at("/status_reason/code").asText()).as("%s", ended).isEqualTo(reason);
        assertThat(ended.at("/status_reason/message").asText()).contains(says);
    }

    /** By the cluster's administrator: whatever the old one was, this one is let in. */
    private static void rotate(ClusterEnvironment environment) {
        String path = "/cluster-credentials/" + environment.credential();
        Api.Answer current = API.get(path);
        ObjectNode next = Api.JSON
                .createObjectNode()
                .put("name", current.json(200).path("name").asText())
                .put("kind", "kubeconfig")
                .put("kubeconfig", cluster.adminKubeconfig());
        API.put(path, next, "If-Match", Objects.requireNonNull(current.header("ETag")))
                .json(200);
    }

    private static List<String> missing(ClusterEnvironment environment) {
        JsonNode checks = API.post(
                        "/cluster-credentials/%s/verify?namespace=%s"
                                .formatted(environment.credential(), environment.namespace()),
                        "")
                .json(200)
                .path("checks");
        return StreamSupport.stream(checks.spliterator(), false)
                .filter(check -> check.path("state").asText().equals("missing"))
                .map(check -> check.path("subject").asText())
                .toList();
    }

    private static JsonNode role(ClusterEnvironment environment) throws IOException {
        ObjectNode role = (ObjectNode) Api.JSON.readTree(
                cluster.kubectl("-n", environment.namespace(), "get", "role", "loadplane", "-o", "json"));
        role.set(
                "metadata",
                Api.JSON.createObjectNode().put("name", "loadplane").put("namespace", environment.namespace()));
        return role;
    }

    private static JsonNode without(JsonNode role, int rule, String verb) {
        JsonNode copy = role.deepCopy();
        ArrayNode verbs = (ArrayNode) copy.at("/rules/" + rule + "/verbs");
        for (int i = verbs.size() - 1; i >= 0; i--) {
            if (verbs.get(i).asText().equals(verb)) {
                verbs.remove(i);
            }
        }
        if (verbs.isEmpty()) {
            ((ArrayNode) copy.path("rules")).remove(rule);
        }
        return copy;
    }

    private static List<String> permissions(JsonNode rule) {
        List<String> permissions = new ArrayList<>();
        rule.path("verbs").forEach(verb -> permissions.add(verb.asText() + " " + qualified(rule)));
        return permissions;
    }

    private static String qualified(JsonNode rule) {
        String group = rule.at("/apiGroups/0").asText();
        String resource = rule.at("/resources/0").asText();
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
