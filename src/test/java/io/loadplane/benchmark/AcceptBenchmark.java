package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.simulation.Outcome;
import io.loadplane.simulation.Replicas;
import io.loadplane.simulation.SimulatorProcess;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.Requests;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many definitions per second one replica accepts, against plain transactions with the same rows and the same number
 * of connections on the same PostgreSQL. With {@code start} the runs are driven on meanwhile, on the same cores.
 */
class AcceptBenchmark {

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
                Callers.warmUp(() -> api.post("/loadtests", request(start)).json(201));
                try (PlainTransactions plain = PlainTransactions.like(database, start)) {
                    for (int callers : new int[] {1, 16, 64}) {
                        Callers.Measured raw = Callers.measure(callers, plain::insert);
                        Callers.Measured ours = Callers.measure(
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

    private void report(boolean start, int callers, Callers.Measured ours, Callers.Measured raw) {
        figures.add(
                start ? "stored and started" : "stored",
                Api.JSON
                        .createObjectNode()
                        .put("callers", callers)
                        .put("per_second", ours.perSecond())
                        .put("p50_ms", ours.p50())
                        .put("p99_ms", ours.p99())
                        .put("plain_per_second", raw.perSecond())
                        .put("plain_p50_ms", raw.p50())
                        .put("plain_p99_ms", raw.p99())
                        .put("ratio", ours.perSecond() / raw.perSecond())
                        .put("p99_to_p50", ours.p99() / ours.p50()));
    }
}
