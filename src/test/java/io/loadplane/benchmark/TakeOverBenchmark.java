package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.simulation.Outcome;
import io.loadplane.simulation.Replicas;
import io.loadplane.simulation.Simulator;
import io.loadplane.simulation.StoredRuns;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two replicas is killed in the middle of its work: how long its runs are driven by nobody, and what is lost. */
class TakeOverBenchmark {

    private static final int RUNS = 1000;
    private static final int RUN_SECONDS = 150;
    private static final int CALLERS = 8;

    private final Figures figures = new Figures("take-over");

    @TempDir
    private Path home;

    @Test
    void one_of_two_replicas_is_killed() throws Exception {
        DatabaseProcess database = DatabaseProcess.start(home);
        StoredRuns stored = new StoredRuns(database);
        try (database;
                Simulator simulator = Simulator.start(stored::isSettled);
                Replicas replicas = Replicas.start(2, home, database, Map.of("LOADPLANE_ENGINE_TICK", "2s"))) {
            replicas.addEnvironment("east", simulator.url("east"));
            start(replicas);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> stored.texts(
                                    "select id from run where status in ('queued', 'provisioning', 'starting')")
                            .isEmpty());
            ServiceProcess victim = replicas.get(0);
            String owner = victim.handle().pid() + "@";
            int active = stored.unfinished().size();
            int owned = driven(stored, owner);

            victim.kill();
            long killed = System.nanoTime();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> driven(stored, owner) == 0);
            double seconds = (System.nanoTime() - killed) / 1e9;

            Awaitility.await()
                    .atMost(Duration.ofMinutes(10))
                    .until(() -> stored.unfinished().isEmpty());
            report(active, owned, seconds, stored, simulator);
        }
        figures.write();
    }

    /** Half of the calls to each, which begins what it was asked for. */
    private static void start(Replicas replicas) {
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < RUNS; i++) {
                ObjectNode request = Replicas.loadTest("east", Outcome.COMPLETES, RUN_SECONDS + "s");
                callers.execute(() -> replicas.start(request));
            }
        }
    }

    private static int driven(StoredRuns stored, String owner) {
        return stored.texts("select id from run where cleanup <> 'done' and owner like ? || '%'", owner)
                .size();
    }

    private void report(int active, int owned, double seconds, StoredRuns stored, Simulator simulator) {
        long right = stored.texts("select id from run where status = 'completed'").stream()
                .filter(id -> stored.requests(List.of(id)) == 10 * 10 * RUN_SECONDS)
                .count();
        figures.add(
                "take-over",
                Api.JSON
                        .createObjectNode()
                        .put("runs", RUNS)
                        .put("active", active)
                        .put("driven_by_the_killed", owned)
                        .put("seconds_until_all_are_driven", seconds)
                        .put("masters_created_twice", simulator.calls("PUT master") - RUNS)
                        .put("workers_created_twice", simulator.calls("PUT workers") - RUNS)
                        .put("moves_out_of_order", stored.wrongMoves().size())
                        .put("acknowledged_too_early", simulator.violations().size())
                        .put("results", stored.count("result"))
                        .put("complete_results", right)
                        .put("left_on_the_cluster", simulator.left().size()));
    }
}
