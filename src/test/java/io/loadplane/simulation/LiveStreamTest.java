package io.loadplane.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.ServiceProcess;
import io.loadplane.testing.Watcher;
import io.loadplane.testing.Watcher.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds watch many runs through two replicas for {@code -Dwatch.seconds=}; from a minute on, to the end of all runs. */
@SuppressWarnings("NullAway.Init") // the test starts everything itself
class LiveStreamTest {

    private static final int RUNS = 20;
    private static final int WATCHERS = 300;
    private static final Duration WATCHED = Duration.ofSeconds(Long.getLong("watch.seconds", 8));
    private static final boolean TO_THE_END = WATCHED.toSeconds() >= 60;
    private static final Duration TICK = Duration.ofMillis(500);

    @TempDir
    private Path home;

    private DatabaseProcess database;
    private StoredRuns stored;
    private Simulator simulator;
    private Replicas replicas;
    private final Map<Watcher, String> watchers = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        database = DatabaseProcess.start(home);
        stored = new StoredRuns(database);
        simulator = Simulator.start(stored::isSettled);
        replicas = Replicas.start(2, home, database, Map.of());
        replicas.addEnvironment("east", simulator.url("east"));
    }

    @AfterEach
    void stop() throws Exception {
        for (Watcher watcher : watchers.keySet()) {
            watcher.close();
        }
        replicas.close();
        simulator.close();
        database.close();
    }

    @Test
    void every_watcher_sees_everything_once_and_in_order_though_connections_break_and_a_replica_dies()
            throws Exception {
        List<Api> apis = List.of(replicas.get(0).api(), replicas.get(1).api());
        watch(apis);

        long begun = System.nanoTime();
        int polls = simulator.calls("GET agent/stats");
        Thread.sleep(WATCHED.dividedBy(3));
        polls = simulator.calls("GET agent/stats") - polls;
        long ticks = Math.ceilDiv(System.nanoTime() - begun, TICK.toNanos());
        for (Watcher watcher : watchers.keySet()) {
            if (Math.floorMod(watcher.hashCode(), 3) == 0) {
                watcher.drop();
            }
        }
        Thread.sleep(WATCHED.dividedBy(3));
        ServiceProcess dying = dying();
        dying.kill();
        Thread.sleep(WATCHED.dividedBy(3));

        assertThat(polls).as("each agent is asked once per tick").isBetween(RUNS, (int) (RUNS * (ticks + 1)));
        Map<String, Long> written = written();
        Awaitility.await()
                .atMost(Duration.ofSeconds(TO_THE_END ? 120 : 60))
                .until(() -> watchers.entrySet().stream().allMatch(watched -> {
                    Watcher watcher = watched.getKey();
                    long all = Objects.requireNonNull(written.get(watched.getValue()));
                    return TO_THE_END ? watcher.isOver() : newest(watcher) >= all;
                }));
        watchers.keySet().forEach(LiveStreamTest::assertSeen);
        printDelays();
        assertEndsAtOnce(dying == replicas.get(0) ? replicas.get(1) : replicas.get(0));
    }

    private void watch(List<Api> apis) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(replicas.start(Replicas.loadTest("east", Outcome.COMPLETES, TO_THE_END ? "60s" : "10m")));
        }
        for (int i = 0; i < WATCHERS; i++) {
            String run = runs.get(i % RUNS);
            watchers.put(Watcher.of(apis, i / RUNS, "/runs/" + run + "/stream"), run);
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> watchers.keySet().stream().allMatch(Watcher::isConnected));
    }

    /** Whoever watches does not hold up a replica that is told to end. */
    private static void assertEndsAtOnce(ServiceProcess replica) throws InterruptedException {
        long told = System.nanoTime();
        assertThat(replica.terminate()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(10));
    }

    /** The one that drives fewer runs, so that there is much to be seen afterwards. */
    private ServiceProcess dying() {
        return drives(replicas.get(0)) < drives(replicas.get(1)) ? replicas.get(0) : replicas.get(1);
    }

    private int drives(ServiceProcess replica) {
        return stored.texts(
                        "select id from run where owner like ? || '@%'",
                        Long.toString(replica.handle().pid()))
                .size();
    }

    private static void assertSeen(Watcher watcher) {
        List<Event> events = new ArrayList<>(watcher.events());
        if (TO_THE_END) {
            assertThat(events.removeLast().name()).isEqualTo("end");
            assertThat(events.getLast().data()).contains("\"completed\"");
        }
        assertThat(events)
                .extracting(Event::id)
                .isEqualTo(LongStream.rangeClosed(1, events.size())
                        .mapToObj(Long::toString)
                        .toList());
        assertThat(events.stream().filter(event -> event.name().equals("sample")))
                .as("samples")
                .hasSizeGreaterThan((int) WATCHED.toSeconds() / 4);
    }

    private static long newest(Watcher watcher) {
        List<String> ids = watcher.ids();
        return ids.isEmpty() ? 0 : Long.parseLong(ids.getLast());
    }

    /** How much each run has written by now. */
    private Map<String, Long> written() {
        return stored.texts("select id || ' ' || seq from run").stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(line -> line[0], line -> Long.valueOf(line[1])));
    }

    private void printDelays() throws IOException {
        List<Long> delays = new ArrayList<>();
        int connections = 0;
        for (Watcher watcher : watchers.keySet()) {
            connections += watcher.connections();
            for (Event event : watcher.events()) {
                if (event.name().equals("sample")) {
                    Instant at = Instant.parse(
                            Api.JSON.readTree(event.data()).path("at").asText());
                    delays.add(event.arrived() - at.toEpochMilli());
                }
            }
        }
        delays.sort(null);
        System.out.printf(
                "%d samples seen over %d connections; delay in ms: median %d, p95 %d%n",
                delays.size(), connections, delays.get(delays.size() / 2), delays.get(delays.size() * 95 / 100));
    }
}
