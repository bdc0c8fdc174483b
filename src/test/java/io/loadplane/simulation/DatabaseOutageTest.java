package io.loadplane.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.simulation.ChaosPlan.PlannedRun;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The database is away for {@code -Doutage.seconds=} while many runs are on and callers go on asking. */
@SuppressWarnings("NullAway.Init") // the test starts everything itself
class DatabaseOutageTest {

    private static final int RUNS = 100;
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("outage.seconds", 20));
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(100);

    /** No caller has to wait as long as a connection may take. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final Map<String, PlannedRun> started = new ConcurrentHashMap<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path home;

    private DatabaseProcess database;
    private Simulator simulator;
    private Replicas replicas;
    private StoredRuns stored;

    @BeforeEach
    void start() throws IOException {
        database = DatabaseProcess.start(home);
        stored = new StoredRuns(database);
        simulator = Simulator.start(stored::isSettled);
        replicas = Replicas.start(1, home, database, Map.of());
        replicas.addEnvironment("east", simulator.url("east"));
    }

    @AfterEach
    void stop() throws Exception {
        replicas.close();
        simulator.close();
        database.close();
    }

    @Test
    void callers_are_refused_at_once_nothing_leaks_and_every_run_ends_as_it_must() throws Exception {
        startRuns();
        Resources before = Resources.of(replicas);

        database.kill();
        List<Refusal> refusals = askMeanwhile();
        database.startAgain();

        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> stored.unfinished().isEmpty() && simulator.left().isEmpty());
        List<String> wrong = new ArrayList<>(simulator.violations());
        wrong.addAll(stored.wrongMoves());
        started.forEach((id, run) -> wrong.addAll(stored.wrongEnd(id, run, simulator.find(id))));
        assertThat(wrong).isEmpty();
        assertThat(refusals)
                .hasSizeGreaterThan((int) OUTAGE.toSeconds() * 8)
                .allSatisfy(refusal -> assertThat(refusal.code()).isEqualTo("503 database_unavailable 5"))
                .allSatisfy(refusal -> assertThat(refusal.taken()).isLessThan(AT_ONCE));
        assertThat(stored.count("load_test")).as("of those that were refused").isEqualTo(RUNS);
        assertThat(Resources.of(replicas)).satisfies(after -> after.requireNoMoreThan(before));
    }

    /** They end at all moments of the outage, and after it. */
    private static int seconds(int index) {
        return 30 + (int) OUTAGE.toSeconds() * index / RUNS;
    }

    private void startRuns() {
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < RUNS; i++) {
                PlannedRun run = new PlannedRun(0, "east", Outcome.COMPLETES, seconds(i), 10, 2, 0);
                ObjectNode request = Replicas.loadTest("east", run.outcome(), run.seconds() + "s");
                callers.execute(() -> started.put(replicas.start(request), run));
            }
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        stored.texts("select id from run where status not in ('queued', 'provisioning', 'starting')")
                                        .size()
                                > RUNS * 3 / 4);
    }

    /**
     * How a caller was refused.
     *
     * @param code status, problem and when to come back
     */
    private record Refusal(String code, Duration taken) {}

    private List<Refusal> askMeanwhile() throws InterruptedException {
        Api api = replicas.get(0).api(Duration.ofSeconds(30));
        List<Future<Refusal>> asked = new ArrayList<>();
        long end = System.nanoTime() + OUTAGE.toNanos();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            while (System.nanoTime() < end) {
                asked.add(callers.submit(() -> ask(api)));
                Thread.sleep(BETWEEN_CALLS);
            }
        }
        return asked.stream().map(Future::resultNow).toList();
    }

    private static Refusal ask(Api api) {
        long begun = System.nanoTime();
        Api.Answer answer = api.post("/loadtests", Requests.loadTest().put("environment", "east"));
        String code = "%d %s %s"
                .formatted(answer.status(), answer.json().path("code").asText(), answer.header("Retry-After"));
        return new Refusal(code, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** What a leak would make more of. */
    private record Resources(long threads, long files, long connections) {

        static Resources of(Replicas replicas) throws IOException {
            Path process =
                    Path.of("/proc", Long.toString(replicas.get(0).handle().pid()));
            try (Stream<Path> files = Files.list(process.resolve("fd"));
                    Stream<Path> threads = Files.list(process.resolve("task"))) {
                String figures = replicas.get(0).api().get("/prometheus").text();
                return new Resources(threads.count(), files.count(), connections(figures));
            }
        }

        private static long connections(String figures) {
            return figures.lines()
                    .filter(line -> line.startsWith("hikaricp_connections{"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        /** Pools of threads and of HTTP connections grow to their size in the first minutes. */
        void requireNoMoreThan(Resources before) {
            assertThat(threads).isLessThan(before.threads + 30);
            assertThat(files).isLessThan(before.files + 60);
            assertThat(connections).isLessThanOrEqualTo(14);
        }
    }
}
