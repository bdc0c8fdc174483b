package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of a run are lost while its load is on. All runs are started at once. */
@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterLossTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private static final Api API = TestService.shared().api();
    private static final Runs RUNS = new Runs(API);

    /** Every run asks for a path of its own, so that its requests are known among those of all. */
    private static final String VISITOR = """
            import os
            import gevent
            import requests
            from locust import HttpUser, constant, events, task
            from locust.runners import MasterRunner

            class Visitor(HttpUser):
                wait_time = constant(0.1)

                @task
                def look(self):
                    self.client.get("/" + os.environ["LOADPLANE_RUN_ID"])

            def hog():
                gevent.sleep(3)
                memory = []
                while True:
                    memory.append(b"x" * (8 << 20))
                    gevent.sleep(0.02)
            """;

    private static final String HUNGRY_MASTER = VISITOR + """

            @events.test_start.add_listener
            def begin(environment, **_):
                if isinstance(environment.runner, MasterRunner):
                    gevent.spawn(hog)
            """;

    /** The worker that comes instead of the one that was killed eats no more than others. */
    private static final String HUNGRY_WORKER = VISITOR + """

            @events.test_start.add_listener
            def begin(environment, **_):
                mark = "/hog/" + os.environ["LOADPLANE_RUN_ID"]
                if os.environ.get("JOB_COMPLETION_INDEX") == "0":
                    if mark not in requests.get(environment.host + "/__counts").json()["requests"]:
                        requests.get(environment.host + mark)
                        gevent.spawn(hog)
            """;

    private static final String SMALL =
            "{\"requests\": {\"cpu\": \"20m\", \"memory\": \"64Mi\"}, \"limits\": {\"memory\": \"200Mi\"}}";

    private static ClusterEnvironment environment;
    private static ClusterTarget target;
    private static final Map<String, String> STARTED = new HashMap<>();

    @TempDir
    private Path folder;

    /**
     * One way to lose something.
     *
     * @param command what kubectl is told; RUN stands for the run
     * @param complete whether the whole result survives
     */
    private record Loss(String name, String command, String reason, String says, boolean complete) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Loss> losses() {
        return List.of(
                new Loss(
                        "all workers deleted",
                        "delete pod --wait=false -l loadplane.io/run=RUN,loadplane.io/component=worker",
                        "workers_lost",
                        "all 2 workers were lost",
                        false),
                new Loss(
                        "master drained",
                        "create --raw /api/v1/namespaces/NAMESPACE/pods/MASTER/eviction -f EVICTION",
                        "evicted",
                        "EvictionByEvictionAPI",
                        true),
                new Loss(
                        "master's pod deleted",
                        "delete pod --wait=false MASTER",
                        "deleted_externally",
                        "deleted",
                        true),
                new Loss(
                        "master's pod deleted by force",
                        "delete pod --force --grace-period=0 MASTER",
                        "deleted_externally",
                        "deleted",
                        false),
                new Loss(
                        "master's Job deleted",
                        "delete job --wait=false RUN-master",
                        "deleted_externally",
                        "deleted",
                        true),
                new Loss(
                        "master's Job deleted without its pod",
                        "delete job --wait=false --cascade=orphan RUN-master",
                        "deleted_externally",
                        "deleted the Job of the master",
                        true));
    }

    @BeforeAll
    static void startAll() throws IOException {
        TestCluster cluster = TestCluster.shared().orElseThrow();
        environment = ClusterEnvironment.create(API, cluster);
        target = ClusterTarget.start(cluster, environment.namespace());
        for (Loss loss : losses()) {
            STARTED.put(loss.name(), RUNS.start(loadTest("4m", VISITOR)));
        }
        ObjectNode master = loadTest("2m", HUNGRY_MASTER);
        master.withObject("/resources").set("master", Api.JSON.readTree(SMALL));
        STARTED.put("hungry master", RUNS.start(master));
        ObjectNode worker = loadTest("30s", HUNGRY_WORKER);
        worker.withObject("/resources").set("worker", Api.JSON.readTree(SMALL));
        STARTED.put("hungry worker", RUNS.start(worker));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void a_loss_ends_the_run_with_its_cause_and_stops_the_load(Loss loss) throws IOException {
        String run = started(loss.name());
        RUNS.awaitRunning(run);

        Instant lost = Instant.now();
        kubectl(loss.command(), run);

        JsonNode ended = RUNS.awaitEnd(run);
        assertFailed(ended, loss.reason(), loss.says());
        assertThat(Instant.parse(ended.path("finished_at").asText())).isBefore(lost.plus(AT_MOST));
        assertThat(ended.at("/result/complete").asBoolean()).as("%s", ended).isEqualTo(loss.complete());
        assertNothingIsLeft(run);
        if (loss.complete()) {
            assertThat(RUNS.stats(run).at("/total/requests").asLong()).isEqualTo(seenOf(run));
        }
    }

    @Test
    void a_master_that_takes_too_much_memory_fails_its_run_with_that_reason() {
        String run = started("hungry master");

        JsonNode ended = RUNS.awaitEnd(run);

        assertFailed(ended, "out_of_memory", "the master used more memory than its limit");
        assertNothingIsLeft(run);
    }

    @Test
    void a_worker_that_takes_too_much_memory_is_replaced_and_degrades_the_result() {
        String run = started("hungry worker");

        JsonNode ended = RUNS.awaitEnd(run);

        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("completed");
        assertThat(ended.at("/validity/state").asText()).as("%s", ended).isEqualTo("degraded");
        assertThat(ended.at("/workers/lost").asInt()).as("%s", ended).isEqualTo(1);
        assertNothingIsLeft(run);
        assertThat(API.get("/runs/" + run + "/events?limit=200").text()).contains("more memory than its limit");
    }

    private static String started(String name) {
        return Objects.requireNonNull(STARTED.get(name));
    }

    private static void assertFailed(JsonNode ended, String reason, String says) {
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("failed");
        assertThat(ended.at("/status_reason/code").asText()).as("%s", ended).isEqualTo(reason);
        assertThat(ended.at("/status_reason/message").asText()).contains(says);
    }

    private static void assertNothingIsLeft(String run) {
        RUNS.awaitCleanup(run);
        long seen = seenOf(run);
        assertThat(environment.left(run)).isEmpty();
        assertThat(seenOf(run)).as("requests after the end").isEqualTo(seen);
    }

    private static long seenOf(String run) {
        return target.requests().getOrDefault("/" + run, 0L);
    }

    private static ObjectNode loadTest(String runTime, String script) {
        return environment.loadTest(target, 2, runTime).put("main_py_content", script);
    }

    private void kubectl(String command, String run) throws IOException {
        String master = environment
                .cluster()
                .kubectl(
                        "-n",
                        environment.namespace(),
                        "get",
                        "pod",
                        "-l",
                        "loadplane.io/component=master,loadplane.io/run=" + run,
                        "-o",
                        "jsonpath={.items[0].metadata.name}");
        String eviction =
                "{\"apiVersion\": \"policy/v1\", \"kind\": \"Eviction\", \"metadata\": {\"name\": \"%s\", \"namespace\": \"%s\"}}"
                        .formatted(master, environment.namespace());
        Path file = Files.writeString(folder.resolve("eviction.json"), eviction);
        String words = "-n NAMESPACE " + command;
        environment
                .cluster()
                .kubectl(words.replace("NAMESPACE", environment.namespace())
                        .replace("MASTER", master)
                        .replace("EVICTION", file.toString())
                        .replace("RUN", run)
                        .split(" "));
    }
}
