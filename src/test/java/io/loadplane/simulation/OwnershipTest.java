package io.loadplane.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Runs change hands: because their owner sleeps, and because it is told to end. */
@SuppressWarnings("NullAway.Init") // each test starts as many replicas as it needs
@EnabledIfSystemProperty(
        named = "chaos.seconds",
        matches = ".+",
        disabledReason =
                "takes minutes; part of -Pchaos. Every build has ChaosTest, in which owners sleep and restart too")
class OwnershipTest {

    /** What the README promises for a replica that dies: four missed heartbeats, two more to notice, and a look. */
    private static final Duration LEASE = Duration.ofSeconds(45);

    private static final Duration HAND_OVER = Duration.ofSeconds(5);

    @TempDir
    private Path home;

    private DatabaseProcess database;
    private StoredRuns stored;
    private Simulator simulator;
    private Replicas replicas;

    private void startReplicas(int count) throws IOException {
        database = DatabaseProcess.start(home);
        stored = new StoredRuns(database);
        simulator = Simulator.start(stored::isSettled);
        replicas = Replicas.start(count, home, database, Map.of());
        replicas.addEnvironment("east", simulator.url("east"));
    }

    @AfterEach
    void stop() throws Exception {
        replicas.close();
        simulator.close();
        database.close();
    }

    @Test
    void an_owner_that_sleeps_beyond_its_lease_finds_its_runs_driven_by_another_and_leaves_them_alone()
            throws Exception {
        startReplicas(2);
        List<String> runs = startRuns(20, "60s");
        awaitRunning(runs);
        ServiceProcess sleeper = replicas.get(0);
        List<String> lost = ownedBy(sleeper);
        assertThat(lost).isNotEmpty();

        Runs.kill(sleeper.handle().pid(), "STOP");
        long asleep = System.nanoTime();
        Awaitility.await().atMost(LEASE).until(() -> ownedBy(sleeper).isEmpty());
        System.out.printf("%d runs taken over within %d ms%n", lost.size(), (System.nanoTime() - asleep) / 1_000_000);
        List<String> before = owners();
        Runs.kill(sleeper.handle().pid(), "CONT");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(dropped(sleeper)).containsExactlyInAnyOrderElementsOf(lost));
        assertThat(owners()).isEqualTo(before);
        assertAllComplete(runs);
    }

    @Test
    void replicas_that_are_restarted_one_after_the_other_hand_their_runs_over_and_lose_nothing() throws Exception {
        startReplicas(3);
        List<String> runs = new ArrayList<>(startRuns(30, "40s"));
        awaitRunning(runs);

        for (int i = 0; i < replicas.count(); i++) {
            ServiceProcess old = replicas.get(i);
            List<String> handedOver = ownedBy(old);
            String owner = ownerName(old);
            long told = System.nanoTime();
            Runs.kill(old.handle().pid(), "TERM");
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(HAND_OVER)
                    .until(() -> ownedBy(owner).isEmpty());
            System.out.printf(
                    "%d runs handed over within %d ms%n", handedOver.size(), (System.nanoTime() - told) / 1_000_000);
            runs.addAll(startRuns(1, "5s"));
            assertThat(old.terminate()).isTrue();
            old.startAgain();
            old.api();
        }

        assertAllComplete(runs);
    }

    private List<String> startRuns(int count, String runTime) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(replicas.start(Replicas.loadTest("east", Outcome.COMPLETES, runTime)));
        }
        return runs;
    }

    private void awaitRunning(List<String> runs) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> stored.texts("select id from run where status = 'running'")
                                .size()
                        == runs.size());
    }

    private void assertAllComplete(List<String> runs) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> stored.unfinished().isEmpty());
        assertThat(stored.ends()).isEqualTo(Map.of("completed", runs.size()));
        assertThat(stored.count("result")).isEqualTo(runs.size());
        for (String run : runs) {
            assertThat(stored.requests(List.of(run)))
                    .isEqualTo(Objects.requireNonNull(simulator.find(run)).requests(System.currentTimeMillis()));
        }
        assertThat(stored.wrongMoves()).isEmpty();
        assertThat(simulator.violations()).isEmpty();
        assertThat(simulator.left()).isEmpty();
    }

    /** Runs whose loss it has noticed. */
    private List<String> dropped(ServiceProcess replica) throws IOException {
        return replica.log()
                .lines()
                .filter(line -> line.contains("another process drives the run now"))
                .map(line -> line.replaceFirst(".*run=\"", "").replaceFirst("\".*", ""))
                .toList();
    }

    private List<String> ownedBy(ServiceProcess replica) {
        return ownedBy(ownerName(replica));
    }

    private List<String> ownedBy(String owner) {
        return stored.texts("select id from run where cleanup <> 'done' and owner like ? || '%'", owner);
    }

    private static String ownerName(ServiceProcess replica) {
        return replica.handle().pid() + "@";
    }

    private List<String> owners() {
        return stored.texts("select id || ' ' || owner || ' ' || epoch from run order by id");
    }
}
