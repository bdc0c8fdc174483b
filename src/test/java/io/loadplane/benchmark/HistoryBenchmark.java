package io.loadplane.benchmark;

import io.loadplane.simulation.Outcome;
import io.loadplane.simulation.Replicas;
import io.loadplane.simulation.Simulator;
import io.loadplane.simulation.StoredRuns;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lists and filters take over a long history, and which tables they read from end to end. */
class HistoryBenchmark {

    private static final int WARM_UP = 20;
    private static final int CALLS = 100;

    /** After which PostgreSQL may have settled for one plan for all values. */
    private static final int EXPLAINED = 8;

    private static final Pattern SCAN =
            Pattern.compile("Seq Scan on (run|run_event|sample|load_test|revision|environment)\\b");

    private static final Duration TOO_LONG = Duration.ofSeconds(8);

    private final Figures figures = new Figures("history");

    @TempDir
    private Path home;

    @Test
    void lists_and_filters() throws Exception {
        try (DatabaseProcess database = DatabaseProcess.start(home)) {
            StoredRuns stored = new StoredRuns(database);
            database.configure("session_preload_libraries", "auto_explain");
            database.configure("auto_explain.log_min_duration", "-1");
            try (Simulator simulator = Simulator.start(stored::isSettled);
                    Replicas replicas = Replicas.start(1, home, database, Map.of())) {
                replicas.addEnvironment("east", simulator.url("east"));
                replicas.start(Replicas.loadTest("east", Outcome.COMPLETES, "4s"));
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> stored.unfinished().isEmpty());
                generate(database);
                Api api = replicas.get(0).api();
                for (String path : paths()) {
                    measure(api, path, database);
                }
            }
        }
        figures.write();
    }

    private void generate(DatabaseProcess database) throws Exception {
        long begun = System.nanoTime();
        HistoryData.generate(database);
        figures.add(
                "history",
                Api.JSON
                        .createObjectNode()
                        .put("environments", HistoryData.ENVIRONMENTS)
                        .put("load_tests", HistoryData.LOAD_TESTS)
                        .put("runs", HistoryData.RUNS)
                        .put("events", HistoryData.EVENTS)
                        .put("samples", HistoryData.SAMPLES)
                        .put("seconds_to_generate", (System.nanoTime() - begun) / 1e9));
    }

    private static List<String> paths() {
        String middle = HistoryData.id("run-", HistoryData.RUNS / 2);
        String longAgo = Instant.now().minus(600, ChronoUnit.DAYS).toString();
        String lately = Instant.now().minus(1, ChronoUnit.DAYS).toString();
        return List.of(
                "/runs",
                "/runs?limit=200",
                "/runs?cursor=" + cursor(middle),
                "/runs?status=completed",
                "/runs?status=failed",
                "/runs?status=running",
                "/runs?status=queued",
                "/runs?verdict=passed",
                "/runs?verdict=failed",
                "/runs?environment=place-7",
                "/runs?environment=nowhere",
                "/runs?environment=place-7&status=failed",
                "/runs?load_test_id=" + HistoryData.id("lt-", 77),
                "/runs?label=team%3Dteam-7",
                "/runs?label=number%3D77",
                "/runs?label=team%3Dnobody",
                "/runs?started_by=person-7",
                "/runs?started_by=nobody",
                "/runs?created_after=" + lately,
                "/runs?created_before=" + longAgo,
                "/runs?created_after=" + longAgo + "&created_before=" + lately + "&verdict=failed",
                "/runs/" + middle,
                "/runs/" + middle + "/events",
                "/runs/" + middle + "/series",
                "/loadtests",
                "/loadtests?environment=place-7",
                "/loadtests?name=history-77",
                "/loadtests?label=team%3Dteam-7",
                "/loadtests?label=number%3D77",
                "/loadtests/" + HistoryData.id("lt-", 77) + "/runs",
                "/loadtests/" + HistoryData.id("lt-", 77) + "/revisions",
                "/environments");
    }

    private static String cursor(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private void measure(Api api, String path, DatabaseProcess database) throws Exception {
        double first = millis(api, path);
        boolean slow = first > TOO_LONG.toMillis() / 10.0;
        double[] taken = new double[slow ? CALLS / 10 : CALLS];
        for (int i = 0; i < (slow ? 2 : WARM_UP); i++) {
            millis(api, path);
        }
        for (int i = 0; i < taken.length; i++) {
            taken[i] = millis(api, path);
        }
        figures.add(
                path.replaceAll("-0[0-9]{25}", "-…"),
                Api.JSON
                        .createObjectNode()
                        .put("p50_ms", Figures.percentile(taken, 0.5))
                        .put("p99_ms", Figures.percentile(taken, 0.99))
                        .put("items", api.get(path).json(200).path("items").size())
                        .put("read_from_end_to_end", String.join(" ", scanned(api, path, database))));
    }

    private static double millis(Api api, String path) {
        long begun = System.nanoTime();
        api.get(path).json(200);
        return (System.nanoTime() - begun) / 1e6;
    }

    /** Has the database write its plans down for some calls. */
    private static TreeSet<String> scanned(Api api, String path, DatabaseProcess database) throws Exception {
        long before = database.log().length();
        database.configure("auto_explain.log_min_duration", "0");
        for (int i = 0; i < EXPLAINED; i++) {
            api.get(path);
        }
        database.configure("auto_explain.log_min_duration", "-1");
        TreeSet<String> tables = new TreeSet<>();
        Matcher scans = SCAN.matcher(database.log().substring((int) before));
        while (scans.find()) {
            tables.add(scans.group(1));
        }
        return tables;
    }
}
