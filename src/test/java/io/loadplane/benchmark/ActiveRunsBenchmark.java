package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.simulation.Outcome;
import io.loadplane.simulation.Replicas;
import io.loadplane.simulation.SimulatorProcess;
import io.loadplane.simulation.StoredRuns;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it costs one replica to drive many runs at once: on a simulated cluster, every process by itself. */
class ActiveRunsBenchmark {

    private static final int CALLERS = 8;
    private static final Duration MEASURED = Duration.ofSeconds(60);

    /** The tick that users get; and a heap that is bounded, as in a pod: unbounded, it takes what the machine has. */
    private static final Map<String, String> SETTINGS =
            Map.of("LOADPLANE_ENGINE_TICK", "2s", "JAVA_TOOL_OPTIONS", "-Xmx256m -XX:+UseCompactObjectHeaders");

    private final Figures figures = new Figures("active-runs");

    @TempDir
    private Path home;

    @Test
    void many_runs_at_once() throws Exception {
        for (int runs : new int[] {0, 1000, 5000}) {
            Path folder = home.resolve("with-" + runs);
            folder.toFile().mkdirs();
            try (DatabaseProcess database = DatabaseProcess.start(folder);
                    SimulatorProcess simulator = SimulatorProcess.start();
                    Replicas replicas = Replicas.start(1, folder, database, SETTINGS)) {
                replicas.addEnvironment("east", simulator.url() + "east");
                StoredRuns stored = new StoredRuns(database);
                long begun = System.nanoTime();
                start(replicas, runs);
                int running = awaitRunning(stored, runs);
                double seconds = (System.nanoTime() - begun) / 1e9;
                measure(runs, running, seconds, new Parts(database, simulator, replicas, stored));
                replicas.get(0).kill(); // thousands of runs would be waited for
            }
        }
        figures.write();
    }

    private static void start(Replicas replicas, int runs) {
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < runs; i++) {
                ObjectNode request = Replicas.loadTest("east", Outcome.COMPLETES, "30m");
                callers.execute(() -> replicas.start(request));
            }
        }
    }

    /** As many as come to run; more may be waiting for their turn. */
    private static int awaitRunning(StoredRuns stored, int runs) throws InterruptedException {
        int before = -1;
        int now = stored.texts("select id from run where status = 'running'").size();
        while (now > before && now < runs) {
            Thread.sleep(15_000);
            before = now;
            now = stored.texts("select id from run where status = 'running'").size();
        }
        Thread.sleep(10_000);
        return now;
    }

    private record Parts(DatabaseProcess database, SimulatorProcess simulator, Replicas replicas, StoredRuns stored) {

        ProcessHandle service() {
            return replicas.get(0).handle();
        }

        double transactions() {
            return Double.parseDouble(stored.texts("select sum(xact_commit) from pg_stat_database")
                    .getFirst());
        }

        /** How much later than a tick after the one before a sample was taken, in ms. */
        double lag(double share) {
            String value =
                    stored.texts("""
                    select percentile_cont(%s) within group (order by gap) from (
                        select 1000 * extract(epoch from at - lag(at) over (partition by run_id order by seq)) - 2000 as gap
                        from sample where at > now() - interval '%d s') gaps
                    """.formatted(share, MEASURED.toSeconds())).getFirst();
            return value == null ? 0 : Double.parseDouble(value);
        }
    }

    private void measure(int runs, int running, double seconds, Parts parts) throws Exception {
        Usage service = Usage.of(parts.service());
        Usage database = Usage.of(parts.database.handle());
        Usage simulator = Usage.of(parts.simulator.handle());
        double transactions = parts.transactions();
        Thread.sleep(MEASURED.toMillis());
        double used = Usage.of(parts.service()).cpuSeconds() - service.cpuSeconds();
        double minutes = MEASURED.toSeconds() / 60.0;
        figures.add(
                "active",
                Api.JSON
                        .createObjectNode()
                        .put("runs", runs)
                        .put("running", running)
                        .put("start_s", seconds)
                        .put("service_cores", used / MEASURED.toSeconds())
                        .put("cpu_s_per_run_minute", running == 0 ? 0 : used / (running * minutes))
                        .put("service_rss_mb", Usage.of(parts.service()).rssBytes() / 1e6)
                        .put("lag_p50_ms", parts.lag(0.5))
                        .put("lag_p99_ms", parts.lag(0.99))
                        .put("lag_max_ms", parts.lag(1))
                        .put("database_cores", share(database, Usage.of(parts.database.handle())))
                        .put("transactions_per_s", (parts.transactions() - transactions) / MEASURED.toSeconds())
                        .put("simulator_cores", share(simulator, Usage.of(parts.simulator.handle()))));
    }

    private static double share(Usage before, Usage after) {
        return (after.cpuSeconds() - before.cpuSeconds()) / MEASURED.toSeconds();
    }
}
