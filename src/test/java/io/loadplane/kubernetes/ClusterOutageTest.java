package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The way to a cluster is cut off; on a cluster of its own, because others would suffer. */
@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterOutageTest {

    private static final Api API = TestService.shared().api();
    private static final Runs RUNS = new Runs(API);

    private static TestCluster cluster;
    private static ClusterEnvironment environment;
    private static ClusterTarget target;

    @BeforeAll
    static void prepare() {
        cluster = TestCluster.another();
        environment = ClusterEnvironment.create(API, cluster);
        target = ClusterTarget.start(cluster, environment.namespace());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_run_goes_on_while_the_api_server_is_silent_for_a_minute() throws InterruptedException {
        long before = target.total();
        String run = RUNS.start(environment.loadTest(target, 2, "20s"));
        RUNS.awaitRunning(run);

        cluster.pauseApiServer();
        Thread.sleep(60_000);
        cluster.resumeApiServer();

        assertFullResult(run, target, before);
    }

    /** As most firewalls do it: without a word. */
    @Test
    void a_run_completes_where_the_api_server_cannot_reach_pods() {
        long before = target.total();
        String rule = "OUTPUT -d 10.244.0.0/16 -p tcp --dport 8089 -m owner --gid-owner 6443 -j DROP";
        cluster.inNode("sh", "-c", "iptables -I " + rule);
        try {
            String run = RUNS.start(environment.loadTest(target, 1, "10s"));

            assertFullResult(run, target, before);
        } finally {
            cluster.inNode("sh", "-c", "iptables -D " + rule);
        }
    }

    @Test
    void one_loadplane_runs_on_two_clusters_at_once() {
        TestCluster other = TestCluster.shared().orElseThrow();
        ClusterEnvironment elsewhere = ClusterEnvironment.create(API, other);
        ClusterTarget farTarget = ClusterTarget.start(other, elsewhere.namespace());
        long before = target.total();

        String here = RUNS.start(environment.loadTest(target, 1, "8s"));
        String there = RUNS.start(elsewhere.loadTest(farTarget, 1, "8s"));

        assertFullResult(here, target, before);
        assertFullResult(there, farTarget, 0);
        assertThat(elsewhere.left(there)).isEmpty();
    }

    private static void assertFullResult(String run, ClusterTarget target, long before) {
        JsonNode ended = RUNS.awaitEnd(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("completed");
        assertThat(ended.at("/validity/state").asText()).as("%s", ended).isEqualTo("valid");
        assertThat(RUNS.stats(run).at("/total/requests").asLong()).isEqualTo(target.total() - before);
        RUNS.awaitCleanup(run);
        assertThat(environment.left(run)).isEmpty();
    }
}
