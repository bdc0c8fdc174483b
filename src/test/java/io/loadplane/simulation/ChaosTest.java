package io.loadplane.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.simulation.ChaosPlan.Fault;
import io.loadplane.simulation.ChaosPlan.PlannedRun;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three replicas, their database and their clusters die, sleep and come back at random while many runs of every outcome
 * are under way. {@code -Dchaos.seed=} repeats the plan of a seed, {@code -Dchaos.seconds=} sets how long it lasts.
 */
@SuppressWarnings("NullAway.Init") // the test starts everything itself
class ChaosTest {

    private static final int RUNS = 200;
    private static final int LOCAL_RUNS = 4;
    private static final Duration RECOVERY = Duration.ofMinutes(3);

    private final ChaosPlan plan = ChaosPlan.of(
            Long.getLong("chaos.seed", new SecureRandom().nextLong(1_000_000)),
            Long.getLong("chaos.seconds", 90) * 1000,
            RUNS);
    private final CountingTarget target = CountingTarget.start();
    private final Map<String, PlannedRun> started = new ConcurrentHashMap<>();
    private final Map<String, String> startedHere = new ConcurrentHashMap<>();
    private long beginning;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path home;

    private DatabaseProcess database;
    private Simulator simulator;
    private Replicas replicas;

    @AfterEach
    void stop() throws Exception {
        replicas.close();
        simulator.close();
        database.close();
        target.close();
    }

    @Test
    void whatever_dies_every_run_ends_once_and_as_it_must() throws Exception {
        System.out.printf("chaos with seed %d for %d s in %s%n", plan.seed(), plan.duration() / 1000, home);
        database = DatabaseProcess.start(home);
        StoredRuns stored = new StoredRuns(database);
        simulator = Simulator.start(stored::isSettled);
        replicas = Replicas.start(
                ChaosPlan.REPLICAS,
                home,
                database,
                Map.of("LOADPLANE_ENGINE_ORPHAN_INTERVAL", "5s", "LOADPLANE_ENGINE_ORPHAN_GRACE", "5s"));
        replicas.supervise();
        ChaosPlan.CLUSTERS.forEach(cluster -> replicas.addEnvironment(cluster, simulator.url(cluster)));

        wreak();

        Awaitility.await()
                .atMost(RECOVERY)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> stored.unfinished().isEmpty() && simulator.left().isEmpty());
        report(stored);
        List<String> wrong = new ArrayList<>(simulator.violations());
        wrong.addAll(stored.wrongMoves());
        started.forEach((id, run) -> wrong.addAll(stored.wrongEnd(id, run, simulator.find(id))));
        startedHere.keySet().forEach(id -> wrong.addAll(stored.wrongEnd(id)));
        assertThat(wrong).as("seed %d", plan.seed()).isEmpty();
        assertThat(stored.count("run")).isEqualTo(RUNS + LOCAL_RUNS).isEqualTo(stored.count("load_test"));
        assertThat(stored.count("run_task")).isZero();
        assertThat(stored.requests(startedHere.keySet())).isEqualTo(target.total());
    }

    /** Lets the plan happen; whatever was broken is mended when this returns. */
    private void wreak() throws Exception {
        beginning = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            plan.runs().forEach(run -> all.add(threads.submit(at(run.at(), () -> start(run)))));
            for (int i = 0; i < LOCAL_RUNS; i++) {
                all.add(threads.submit(at(plan.duration() * i / LOCAL_RUNS, this::startHere)));
            }
            plan.faults().forEach(fault -> all.add(threads.submit(at(fault.at(), () -> breakWhatIsPlanned(fault)))));
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    private interface Act {
        void happen() throws Exception;
    }

    private Callable<Void> at(long ms, Act act) {
        return () -> {
            Thread.sleep(Math.max(0, ms - (System.nanoTime() - beginning) / 1_000_000));
            act.happen();
            return null;
        };
    }

    private void start(PlannedRun run) throws InterruptedException {
        ObjectNode request = Replicas.loadTest(run.cluster(), run.outcome(), run.seconds() + "s")
                .put("users", run.users())
                .put("replicas", run.replicas())
                .put("stop_timeout", "4s");
        if (run.outcome() == Outcome.GETS_NO_WORKERS) {
            request.put("workers_wait", "6s");
        }
        String id = replicas.start(request);
        started.put(id, run);
        if (run.outcome() == Outcome.IS_STOPPED) {
            Thread.sleep(run.stopAfter());
            replicas.persistently(api -> api.send("POST", "/runs/" + id + "/stop", null));
        }
    }

    private void startHere() {
        String id = replicas.start(Requests.loadTest(target, "10s"));
        startedHere.put(id, id);
    }

    private void breakWhatIsPlanned(Fault fault) throws IOException, InterruptedException {
        System.out.printf(
                "%7.1f s  %s %d for %d ms%n", fault.at() / 1000.0, fault.kind(), fault.target(), fault.length());
        switch (fault.kind()) {
            case KILL, TERMINATE -> {
                replicas.holdDown(fault.target(), fault.kind() == ChaosPlan.Kind.TERMINATE);
                Thread.sleep(fault.length());
                replicas.release(fault.target());
            }
            case PAUSE -> {
                ProcessHandle sleeper = replicas.get(fault.target()).handle();
                if (sleeper.isAlive()) {
                    Runs.kill(sleeper.pid(), "STOP");
                    Thread.sleep(fault.length());
                    Runs.kill(sleeper.pid(), "CONT");
                }
            }
            case KILL_DATABASE -> {
                database.kill();
                Thread.sleep(fault.length());
                database.startAgain();
            }
            case CLUSTER_UNREACHABLE -> trouble(Simulator.Trouble.UNREACHABLE, fault);
            case CLUSTER_SILENT -> trouble(Simulator.Trouble.SILENT, fault);
            case SLOW_AGENTS -> trouble(Simulator.Trouble.SLOW_AGENTS, fault);
        }
    }

    private void trouble(Simulator.Trouble trouble, Fault fault) {
        simulator.trouble(ChaosPlan.CLUSTERS.get(fault.target()), trouble, fault.length());
    }

    private void report(StoredRuns stored) {
        System.out.printf(
                "all over after %d s: %s%nowners per run: %s%ncalls to clusters: %s%ncreated again after removal: %s%nrefused callers: %s%n",
                (System.nanoTime() - beginning) / 1_000_000_000,
                stored.ends(),
                stored.ownersPerRun(),
                simulator.calls(),
                simulator.createdAgain(),
                replicas.refusals());
    }
}
