package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.Ids;
import io.loadplane.model.Installation;
import io.loadplane.model.run.RunId;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterOrphanTest {

    private static final String LEFT_BEHIND = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: %1$s-agent
              namespace: %2$s
              labels: {app.kubernetes.io/managed-by: loadplane, loadplane.io/run: %1$s, loadplane.io/installation: %3$s}
            """;

    @Test
    void what_a_run_left_is_removed_wherever_its_environment_let_it_be() {
        TestCluster cluster = TestCluster.shared().orElseThrow();
        String further = cluster.newNamespace("further");
        try (TestService service = TestService.start(
                Map.of("loadplane.engine.orphan-interval", "1s", "loadplane.engine.orphan-grace", "0s"))) {
            allow(further, service.api(), cluster);
            String theirs = leave("another", further, service, cluster);

            String ours = leave(service.bean(Installation.class).id(), further, service, cluster);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> !names(cluster, further).contains(ours));

            assertThat(names(cluster, further)).contains(theirs);
        }
    }

    /** The environment's own credential sees its own namespace alone; a further one sees the further namespace too. */
    private static void allow(String namespace, Api api, TestCluster cluster) {
        String credential = ClusterEnvironment.store(api, "further", cluster.adminKubeconfig());
        ObjectNode fields = Api.JSON.createObjectNode();
        fields.putArray("allowed_cluster_credential_ids").add(credential);
        fields.putObject("policy").putArray("allowed_namespaces").add("any-*").add(namespace);
        ClusterEnvironment.create(api, cluster, fields);
    }

    private static String leave(String installation, String namespace, TestService service, TestCluster cluster) {
        String run = service.bean(Ids.class).next(RunId.PREFIX);
        cluster.kubectlApply(LEFT_BEHIND.formatted(run, namespace, installation));
        return run;
    }

    private static String names(TestCluster cluster, String namespace) {
        return cluster.kubectl("-n", namespace, "get", "configmaps", "-o", "name");
    }
}
