package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ServiceProcess;
import io.loadplane.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The service dies while its run is on a cluster. */
@EnabledIf("io.loadplane.testing.TestCluster#available")
@SuppressWarnings("NullAway.Init") // each test starts the service with settings of its own
class ClusterServiceDeathTest {

    private final TestCluster cluster = TestCluster.shared().orElseThrow();

    @TempDir
    private Path home;

    private ServiceProcess service;
    private ClusterEnvironment environment;
    private ClusterTarget target;

    private void startService(Map<String, String> settings) throws Exception {
        service = ServiceProcess.start(home, settings);
        environment = ClusterEnvironment.create(service.api(), cluster);
        target = ClusterTarget.start(cluster, environment.namespace());
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void killed_in_mid_run_and_started_again_it_completes_the_run_with_its_full_result() throws Exception {
        startService(Map.of());
        String run = new Runs(service.api()).start(environment.loadTest(target, 2, "20s"));
        new Runs(service.api()).awaitRunning(run);

        service.kill();
        service.startAgain();

        assertOneFullResult(run);
    }

    @Test
    void killed_at_any_moment_of_the_start_it_starts_one_load_and_keeps_one_result() throws Exception {
        startService(Map.of());
        String run = new Runs(service.api()).start(environment.loadTest(target, 1, "6s"));

        for (int i = 0; i < 3; i++) {
            Thread.sleep(ThreadLocalRandom.current().nextInt(100, 3000));
            service.kill();
            service.startAgain();
            service.api();
        }

        assertOneFullResult(run);
    }

    @Test
    void killed_for_good_it_leaves_a_run_that_ends_and_vanishes_by_itself() throws Exception {
        startService(Map.of("LOADPLANE_KUBERNETES_LINGER", "5s", "LOADPLANE_KUBERNETES_KEEP_FINISHED", "5s"));
        String run = new Runs(service.api()).start(environment.loadTest(target, 2, "8s"));
        new Runs(service.api()).awaitRunning(run);

        service.kill();

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(environment.left(run)).isEmpty());
        long seen = target.total();
        assertThat(seen).isPositive();
        Thread.sleep(1000);
        assertThat(target.total()).isEqualTo(seen);
        service.startAgain();
        JsonNode ended = new Runs(service.api()).awaitCleanup(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("failed");
    }

    private void assertOneFullResult(String run) {
        Runs runs = new Runs(service.api());
        JsonNode ended = runs.awaitCleanup(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("completed");
        assertThat(ended.at("/result/complete").asBoolean()).isTrue();
        assertThat(runs.stats(run).at("/total/requests").asLong()).isEqualTo(target.total());
        assertThat(environment.left(run)).isEmpty();
        assertThat(mastersEver(run)).as("masters ever").hasSize(1);
        assertThat(runs.statuses(run))
                .containsExactly("queued", "provisioning", "starting", "running", "stopping", "completed");
    }

    private String[] mastersEver(String run) {
        return cluster.kubectl(
                        "-n",
                        environment.namespace(),
                        "get",
                        "events",
                        "--field-selector=reason=SuccessfulCreate,involvedObject.name=" + run + "-master",
                        "-o",
                        "jsonpath={range .items[*]}{.message}{\"\\n\"}{end}")
                .strip()
                .split("\n");
    }
}
