package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.PackageIndex;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Everything that can keep a run from starting, made to happen for real. All runs are started at once. */
@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterFailureTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private static final Api API = TestService.shared().api();
    private static final Runs RUNS = new Runs(API);

    private static final String QUOTA = """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: tight, namespace: NAMESPACE}
            spec: {hard: {%s: 300Mi}}
            """;

    private static final String LIMIT_RANGE = """
            apiVersion: v1
            kind: LimitRange
            metadata: {name: small, namespace: NAMESPACE}
            spec: {limits: [{type: Container, max: {memory: 200Mi}}]}
            """;

    private static final String POLICY = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: NAMESPACE}
            spec:
              failurePolicy: Fail
              matchConstraints:
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [%s]}]
              validations:
              - {expression: "!('loadplane.io/run' in object.metadata.labels)", message: a cost centre is missing}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: NAMESPACE}
            spec:
              policyName: NAMESPACE
              validationActions: [Deny]
              matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}}
            """;

    private static PackageIndex index;
    private static ClusterTarget target;
    private static final Map<String, Started> STARTED = new HashMap<>();

    private record Started(String run, ClusterEnvironment environment) {}

    /**
     * One way to fail.
     *
     * @param objects what lies in the namespace, which then is the scenario's own; empty for the shared one
     * @param request fields of the load test
     * @param says a part of the message
     */
    private record Scenario(String name, String objects, String request, String reason, String says) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Scenario> scenarios() {
        return Stream.of(objectsAndNodes(), scripts(), quotas(), admission())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> objectsAndNodes() {
        return List.of(
                inShared(
                        "an image that nobody has",
                        "{image: 'docker.io/nobody/locust:2.46.0'}",
                        "image_pull_failed",
                        "docker.io/nobody/locust:2.46.0"),
                inShared(
                        "a pull secret that is missing",
                        "{image: 'docker.io/nobody/locust:2.46.0', image_pull_secrets: [no-such-secret]}",
                        "image_pull_failed",
                        "no-such-secret"),
                inShared(
                        "no such node",
                        "{scheduling: {node_selector: {disk: none}}}",
                        "unschedulable",
                        "didn't match Pod's node affinity/selector"),
                inShared("no Secret to take variables from", "{env_from: [{secret: gone}]}", "object_missing", "gone"),
                inShared(
                        "no ConfigMap to take variables from",
                        "{env_from: [{config_map: gone}]}",
                        "object_missing",
                        "gone"),
                inShared(
                        "no Secret to mount",
                        "{mounts: [{secret: gone, path: /etc/shop}]}",
                        "object_missing",
                        "secret \"gone\" not found"),
                inShared(
                        "no ConfigMap to mount",
                        "{mounts: [{config_map: gone, path: /etc/shop}]}",
                        "object_missing",
                        "configmap \"gone\" not found"));
    }

    private static List<Scenario> scripts() {
        return List.of(
                inShared(
                        "no such package",
                        "{pip_packages: [no-such-package==1.0]}",
                        "pip_install_failed",
                        "No matching distribution found for no-such-package==1.0"),
                inShared(
                        "a script without users",
                        "{main_py_content: 'x = 1'}",
                        "script_error",
                        "defines no User class"),
                inShared(
                        "a script that cannot be loaded",
                        "{main_py_content: 'import nothing_like_it'}",
                        "script_error",
                        "No module named 'nothing_like_it'"),
                inShared("workers that never connect", """
                        {workers_wait: 15s, main_py_content: "import sys, time\\nfrom locust import HttpUser\\n\\n\
                        class Idle(HttpUser):\\n    pass\\n\\nif '--worker' in sys.argv:\\n    time.sleep(45)\\n"}
                        """, "workers_missing", "0 of 1 workers connected within 15s"));
    }

    private static List<Scenario> quotas() {
        return List.of(
                new Scenario(
                        "a worker larger than the quota",
                        QUOTA.formatted("requests.memory"),
                        "{resources: {master: {requests: {memory: 64Mi}}, worker: {requests: {memory: 400Mi}}}}",
                        "quota_exceeded",
                        "exceeded quota: tight"),
                new Scenario(
                        "a worker with packages larger than the quota",
                        QUOTA.formatted("requests.memory"),
                        """
                        {resources: {master: {requests: {memory: 64Mi}}, worker: {requests: {memory: 400Mi}}},
                         pip_packages: [loadplane-greeting==1.0]}
                        """,
                        "quota_exceeded",
                        "exceeded quota: tight"),
                new Scenario(
                        "a quota that demands limits",
                        QUOTA.formatted("limits.memory"),
                        "{pip_packages: [loadplane-greeting==1.0]}",
                        "quota_exceeded",
                        "must specify limits.memory for: locust"),
                new Scenario(
                        "more than the limit range allows",
                        LIMIT_RANGE,
                        "{resources: {worker: {limits: {memory: 300Mi}}}}",
                        "limit_range",
                        "maximum memory usage per Container is 200Mi"));
    }

    private static List<Scenario> admission() {
        return List.of(
                new Scenario(
                        "pods that admission refuses",
                        POLICY.formatted("pods"),
                        "{}",
                        "admission_rejected",
                        "a cost centre is missing"),
                new Scenario(
                        "objects that admission refuses",
                        POLICY.formatted("configmaps"),
                        "{}",
                        "admission_rejected",
                        "a cost centre is missing"));
    }

    private static Scenario inShared(String name, String request, String reason, String says) {
        return new Scenario(name, "", request, reason, says);
    }

    @BeforeAll
    static void startAll() {
        TestCluster cluster = TestCluster.shared().orElseThrow();
        index = PackageIndex.start(cluster.hostAddress());
        ClusterEnvironment shared = ClusterEnvironment.create(API, cluster, fields());
        target = ClusterTarget.start(cluster, shared.namespace());
        for (Scenario scenario : scenarios()) {
            ClusterEnvironment environment = shared;
            if (!scenario.objects().isEmpty()) {
                environment = ClusterEnvironment.create(API, cluster, fields());
                cluster.kubectlApply(scenario.objects().replace("NAMESPACE", environment.namespace()));
            }
            if (scenario.objects().contains("ValidatingAdmissionPolicy")) {
                // A policy takes a moment to hold, and says nothing when it does.
                LockSupport.parkNanos(Duration.ofSeconds(8).toNanos());
            }
            ObjectNode request = environment.loadTest(target, 1, "10s").put("image_pull_policy", "IfNotPresent");
            String run = RUNS.start(request.setAll(yaml(scenario.request())));
            STARTED.put(scenario.name(), new Started(run, environment));
        }
    }

    @AfterAll
    static void stop() {
        index.close();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void what_keeps_a_run_from_starting_is_named_in_time_and_nothing_is_left(Scenario scenario) {
        String run = started(scenario).run();
        ClusterEnvironment environment = started(scenario).environment();

        JsonNode ended = RUNS.awaitEnd(run);

        JsonNode reason = ended.path("status_reason");
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("failed");
        assertThat(reason.path("code").asText()).as("%s", reason).isEqualTo(scenario.reason());
        assertThat(reason.path("message").asText()).contains(scenario.says());
        assertThat(Instant.parse(ended.path("finished_at").asText()))
                .isBefore(firstSign(environment, ended).plus(AT_MOST));
        RUNS.awaitCleanup(run);
        assertThat(environment.left(run)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("explained")
    void detail_has_the_words_of_pip_and_python(Scenario scenario) {
        JsonNode reason = RUNS.awaitEnd(started(scenario).run()).path("status_reason");

        assertThat(reason.path("detail").asText())
                .contains(scenario.reason().equals("script_error") ? "Traceback" : "ERROR: No matching distribution");
    }

    static List<Scenario> explained() {
        return scenarios().stream()
                .filter(scenario -> scenario.name().equals("no such package")
                        || scenario.name().equals("a script that cannot be loaded"))
                .toList();
    }

    private static Started started(Scenario scenario) {
        return Objects.requireNonNull(STARTED.get(scenario.name()));
    }

    /** When the cluster first warned of anything of the run; its creation where it did not. */
    private static Instant firstSign(ClusterEnvironment environment, JsonNode run) {
        JsonNode events = yaml(environment
                .cluster()
                .kubectl(
                        "-n", environment.namespace(), "get", "events", "--field-selector=type=Warning", "-o", "json"));
        return StreamSupport.stream(events.path("items").spliterator(), false)
                .filter(event -> event.at("/involvedObject/name")
                        .asText()
                        .startsWith(run.path("id").asText()))
                .map(event -> event.path("firstTimestamp").asText("null").equals("null")
                        ? event.path("eventTime")
                        : event.path("firstTimestamp"))
                .map(at -> Instant.parse(at.asText()))
                .min(Instant::compareTo)
                .orElse(Instant.parse(run.path("created_at").asText()));
    }

    private static ObjectNode fields() {
        ObjectNode fields = yaml("{policy: {allowed_secrets: ['*'], allowed_config_maps: ['*']}}");
        return fields.put("package_index", index.url());
    }

    private static ObjectNode yaml(String text) {
        return Api.JSON.valueToTree(new Yaml().load(text));
    }
}
