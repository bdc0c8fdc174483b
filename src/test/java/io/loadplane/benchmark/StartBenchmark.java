package io.loadplane.benchmark;

import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.ServiceProcess;
import io.loadplane.testing.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the start of the process to its first readiness, on an external database, and what it holds then. */
class StartBenchmark {

    private static final int STARTS = 7;
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Figures figures = new Figures("start");

    @TempDir
    private Path home;

    @Test
    void from_nothing_to_ready() throws Exception {
        try (DatabaseProcess database = DatabaseProcess.start(home)) {
            Map<String, String> settings =
                    Map.of("LOADPLANE_DATABASE_URL", database.url(), "LOADPLANE_DATABASE_USER", "postgres");
            double[] seconds = new double[STARTS];
            for (int i = 0; i < STARTS; i++) {
                long begun = System.nanoTime();
                try (ServiceProcess service = ServiceProcess.start(home, settings)) {
                    service.api();
                    seconds[i] = (System.nanoTime() - begun) / 1e9;
                    Usage ready = Usage.of(service.handle());
                    Thread.sleep(i == STARTS - 1 ? IDLE.toMillis() : 0);
                    Usage idle = Usage.of(service.handle());
                    figures.add(
                            i == 0 ? "first start, with migrations" : "start",
                            Api.JSON
                                    .createObjectNode()
                                    .put("ready_s", seconds[i])
                                    .put("cpu_s", ready.cpuSeconds())
                                    .put("rss_mb", idle.rssBytes() / 1e6));
                }
            }
            figures.add("median", Api.JSON.createObjectNode().put("ready_s", Figures.percentile(seconds, 0.5)));
        }
        figures.write();
    }
}
