package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from requests to objects in a cluster, against plain creation of the same objects by as many
 * connections; and from a request to the first request of the load. Printed, and written to {@code target/benchmark}.
 */
class ClusterBenchmark {

    private static final int BURST = 200;
    private static final int PRESENT = 1000;
    private static final int CALLERS = 16;

    private final TestService service = TestService.start(Map.of(
            "loadplane.kubernetes.unschedulable-wait", "2h",
            "loadplane.engine.tick", "2s"));
    private final Api api = service.api();
    private final AtomicInteger batches = new AtomicInteger();
    private final ObjectNode figures = Api.JSON.createObjectNode();

    @Test
    void from_requests_to_objects() throws IOException {
        try (TestCluster cluster = TestCluster.another()) {
            firstRequest(cluster);
            // From here on no pod starts: what is measured is the way to the API server.
            cluster.kubectl("cordon", "node1");
            ClusterEnvironment environment = ClusterEnvironment.create(api, cluster);
            compare(environment, "one run, cold", 1);
            compare(environment, "one run", 1);
            compare(environment, "burst of %d, cold".formatted(BURST), BURST);
            compare(environment, "burst of %d".formatted(BURST), BURST);
            create(environment, PlainCreation.prepare(environment, 0, 1), PRESENT - 2 * BURST);
            compare(environment, "burst of %d with %d present".formatted(BURST, PRESENT), BURST);
            compare(environment, "one run with %d present".formatted(PRESENT + BURST), 1);
        } finally {
            service.close();
        }
        Path file = Path.of("target", "benchmark", "cluster.json");
        Files.createDirectories(file.getParent());
        Api.JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), figures);
    }

    private void compare(ClusterEnvironment environment, String what, int runs) {
        PlainCreation plain = PlainCreation.prepare(environment, runs, CALLERS);
        double baseline = seconds(plain::create);
        double ours = seconds(() -> create(environment, plain, runs));
        report(what, ours, baseline);
    }

    /** Starts that many runs, and returns when all their masters are resumed. */
    private void create(ClusterEnvironment environment, PlainCreation plain, int runs) {
        String batch = "b" + batches.incrementAndGet();
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < runs; i++) {
                ObjectNode request = Requests.loadTest()
                        .put("start", true)
                        .put("environment", environment.name())
                        .put("host", "http://shop.test");
                request.putObject("labels").put("batch", batch);
                callers.execute(() -> api.post("/loadtests", request).json(201));
            }
        }
        Awaitility.await()
                .pollInterval(Duration.ofMillis(runs == 1 ? 10 : 500))
                .atMost(Duration.ofMinutes(10))
                .until(() -> plain.resumedJobs(environment.namespace(), "batch=" + batch) == runs);
    }

    private void firstRequest(TestCluster cluster) {
        ClusterEnvironment environment = ClusterEnvironment.create(api, cluster);
        ClusterTarget target = ClusterTarget.start(cluster, environment.namespace());
        Runs runs = new Runs(api);
        for (int i = 0; i < 4; i++) {
            long before = target.total();
            Instant start = Instant.now();
            String run = runs.start(environment.loadTest(target, 2, "5s"));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> target.total() > before);
            double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
            System.out.printf(Locale.ROOT, "POST to first request, 2 workers: %.2f s%n", seconds);
            figures.withArray("post_to_first_request_s").add(seconds);
            JsonNode ended = runs.awaitEnd(run);
            if (!ended.path("status").asText().equals("completed")) {
                throw new AssertionError(ended);
            }
        }
    }

    private static double seconds(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private void report(String what, double ours, double baseline) {
        System.out.printf(
                Locale.ROOT,
                "%-32s %7.2f s, plain creation %7.2f s, ratio %.2f%n",
                what,
                ours,
                baseline,
                ours / baseline);
        figures.withArray("creation")
                .addObject()
                .put("what", what)
                .put("seconds", ours)
                .put("plain_seconds", baseline)
                .put("ratio", ours / baseline);
    }
}
