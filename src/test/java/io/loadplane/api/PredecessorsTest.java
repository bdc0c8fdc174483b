package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.PodGuarantees;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What users of other systems wrote is accepted here, and what they said arrives in the cluster. */
class PredecessorsTest {

    private static final Path FILES = Path.of("src/test/resources/predecessors");
    private static final String ANY_PLACE = "predecessors";
    private static final Api API = TestService.shared().api();

    @BeforeAll
    static void createEnvironments() {
        String credential = Credentials.store(API);
        Map<String, Set<String>> namespaces = new HashMap<>();
        files().map(PredecessorsTest::read)
                .forEach(definition -> namespaces
                        .computeIfAbsent(definition.path("environment").asText(), name -> new TreeSet<>())
                        .add(definition.path("namespace").asText("load")));
        namespaces.forEach((name, allowed) -> {
            ObjectNode environment = Api.JSON
                    .createObjectNode()
                    .put("name", name)
                    .put("namespace", "load")
                    .put("cluster_credential_id", credential);
            ObjectNode policy = environment.putObject("policy");
            for (String names :
                    List.of("secrets", "config_maps", "pod_annotations", "ingress_annotations", "pod_labels")) {
                policy.putArray("allowed_" + names).add("*");
            }
            allowed.forEach(policy.putArray("allowed_namespaces")::add);
            API.post("/environments", environment).json(201);
        });
    }

    static Stream<Path> files() {
        try {
            return Files.list(FILES)
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void what_was_written_for_another_system_is_accepted(Path file) {
        ObjectNode definition = read(file);

        JsonNode validation = API.post("/loadtests/validate", definition).json(200);

        assertThat(PodGuarantees.broken(validation)).isEmpty();
        if (definition.has("namespace")) {
            assertThat(manifests(validation))
                    .allSatisfy(manifest -> assertThat(manifest)
                            .contains(
                                    "namespace: " + definition.path("namespace").asText()));
        }
    }

    /** Each line is a file, the role of a Job or the kind of another object, and what that must contain. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    artillery-basic                       | worker        | completions: 2
                    artillery-published-metrics           | worker        | artillery.io/test-name: test-378dbbbd-03eb-4d0e-8a66-39033a76d0f3
                    artillery-sample                      | worker        | completions: 10
                    deliveryhero-example                  | master        | https://shop.example
                    deliveryhero-values                   | master        | - 5m
                    deliveryhero-values                   | worker        | memory: 256Mi
                    deliveryhero-values                   | worker        | kubernetes.io/arch: amd64
                    deliveryhero-values                   | worker        | mountPath: /tmp/locust
                    deliveryhero-values                   | worker        | path: jwt.pem
                    deliveryhero-values                   | Ingress       | secretName: locust-tls
                    karol-kafka-client                    | worker        | value: kafka:9092
                    karol-kafka-client                    | worker        | /loadplane/agent/requirements.txt
                    karol-kubernetes                      | worker        | role: locust-slave
                    karol-kubernetes                      | Ingress       | ingress.kubernetes.io/rewrite-target: /
                    locust-k8s-operator-v1-getting-started | worker       | image: locustio/locust:latest
                    locust-k8s-operator-v1-kafka          | worker        | name: kafka-user
                    locust-k8s-operator-v1-sample         | master        | myapp.com/threads: '1000'
                    locust-k8s-operator-v1-sample         | worker        | key: organisation.com/nodeAffinityLabel3
                    locust-k8s-operator-v1-sample         | worker        | key: taint-B
                    locust-k8s-operator-v2-basic          | worker        | workload-type: testing
                    locust-k8s-operator-v2-env            | worker        | key: log-level
                    locust-k8s-operator-v2-env            | worker        | mountPath: /etc/locust/certs
                    locust-k8s-operator-v2-otel           | worker        | value: otel-collector.monitoring:4317
                    locust-k8s-operator-v2-production     | worker        | topologyKey: kubernetes.io/hostname
                    locust-k8s-operator-v2-production     | master        | runtimeClassName: gvisor
                    locust-k8s-operator-v2-security       | master        | type: RuntimeDefault
                    locust-k8s-operator-v2-volumes        | worker        | mountPath: /etc/ssl/custom
                    planton-1-basic                       | worker        | memory: 1Gi
                    planton-2-custom                      | Ingress       | host: locust.mydomain.com
                    planton-3-tls                         | Ingress       | secretName: locust-tls-cert
                    planton-4-library                     | worker        | /loadplane/agent/requirements.txt
                    planton-5-minimal                     | master        | cpu: 50m
                    planton-6-existing-namespace          | worker        | namespace: shared-load-testing
                    planton-helm-values                   | master        | - '50'
                    planton-helm-values                   | worker        | completions: 5
                    treussart-chart-full                  | worker        | mountPath: /jwt-keys
                    treussart-chart-minimal               | master        | http://0.category.locust-qa.xyz/
                    """)
    void what_was_said_arrives_in_the_cluster(String file, String object, String text) {
        JsonNode validation = API.post("/loadtests/validate", read(FILES.resolve(file + ".json")))
                .json(200);

        assertThat(manifests(validation))
                .filteredOn(manifest -> isKind(manifest, object))
                .isNotEmpty()
                .anySatisfy(manifest -> assertThat(manifest).contains(text));
    }

    private static boolean isKind(String manifest, String object) {
        return manifest.contains("kind: " + object + "\n")
                || manifest.contains("kind: Job\n") && manifest.contains("loadplane.io/component: " + object + "\n");
    }

    private static List<String> manifests(JsonNode validation) {
        List<String> manifests = new ArrayList<>();
        validation.path("manifests").forEach(manifest -> manifests.add(manifest.asText()));
        return manifests;
    }

    /** Where a file names no place, any will do. */
    private static ObjectNode read(Path file) {
        try {
            ObjectNode definition = (ObjectNode) Api.JSON.readTree(file.toFile());
            return definition.has("environment") ? definition : definition.put("environment", ANY_PLACE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
