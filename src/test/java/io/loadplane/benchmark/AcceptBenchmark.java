package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.simulation.Outcome;
import io.loadplane.simulation.Replicas;
import io.loadplane.simulation.SimulatorProcess;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many definitions per second one replica accepts, against plain transactions with the same rows and the same number
 * of connections on the same PostgreSQL. With {@code start} the runs are driven on meanwhile, on the same cores.
 */
class AcceptBenchmark {

    /** A service that has just started interprets its code; one that accepts hundreds per second does not. */
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(30);

    private static final int CALLERS_OF_WARM_UP = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(6);

    private final Figures figures = new Figures("accept");
    private final AtomicInteger count = new AtomicInteger();

    @TempDir
    private Path home;

    @Test
    void definitions_per_second() throws Exception {
        try (DatabaseProcess database = DatabaseProcess.start(home);
                SimulatorProcess simulator = SimulatorProcess.start();
                Replicas replicas = Replicas.start(1, home, database, Map.of("LOADPLANE_ENGINE_TICK", "2s"))) {
            replicas.addEnvironment("east", simulator.url() + "east");
            Api api = replicas.get(0).api();
            for (boolean start : new boolean[] {false, true}) {
                run(
                        CALLERS_OF_WARM_UP,
                        () -> api.post("/loadtests", request(start)).json(201),
                        FIRST_WARM_UP);
                try (PlainTransactions plain = PlainTransactions.like(database, start)) {
                    for (int callers : new int[] {1, 16, 64}) {
                        Measured raw = measure(callers, plain::insert);
                        Measured ours = measure(
                                callers,
                                () -> api.post("/loadtests", request(start)).json(201));
                        report(start, callers, ours, raw);
                    }
                }
            }
        }
        figures.write();
    }

    private ObjectNode request(boolean start) {
        int number = count.incrementAndGet();
        return Replicas.loadTest("east", Outcome.COMPLETES, "2s")
                .put("start", start)
                .put("main_py_content", Requests.SCRIPT + "\n# number %d\n".formatted(number));
    }

    private record Measured(double perSecond, double p50, double p99) {}

    private interface Call {
        void make() throws Exception;
    }

    private static Measured measure(int callers, Call call) throws Exception {
        run(callers, call, WARM_UP);
        double[] taken = run(callers, call, MEASURED);
        return new Measured(
                taken.length / (double) MEASURED.toSeconds(),
                Figures.percentile(taken, 0.5),
                Figures.percentile(taken, 0.99));
    }

    /** What every call took, in ms. */
    private static double[] run(int callers, Call call, Duration duration) throws Exception {
        ConcurrentLinkedQueue<Double> taken = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + duration.toNanos();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        long begun = System.nanoTime();
                        call.make();
                        taken.add((System.nanoTime() - begun) / 1e6);
                    }
                    return null;
                });
            }
        }
        return taken.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void report(boolean start, int callers, Measured ours, Measured raw) {
        figures.add(
                start ? "stored and started" : "stored",
                Api.JSON
                        .createObjectNode()
                        .put("callers", callers)
                        .put("per_second", ours.perSecond)
                        .put("p50_ms", ours.p50)
                        .put("p99_ms", ours.p99)
                        .put("plain_per_second", raw.perSecond)
                        .put("plain_p50_ms", raw.p50)
                        .put("plain_p99_ms", raw.p99)
                        .put("ratio", ours.perSecond / raw.perSecond)
                        .put("p99_to_p50", ours.p99 / ours.p50));
    }
}
