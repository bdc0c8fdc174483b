package io.loadplane.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.Requests;
import io.loadplane.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One service as several processes on one host: they share a database and a home, and know simulated clusters. */
public final class Replicas implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(4);
    private static final Duration SUPERVISION = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final List<ServiceProcess> processes = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    private final Set<Integer> heldDown = ConcurrentHashMap.newKeySet();
    private @Nullable Thread supervisor;

    private Replicas() {}

    /** All at once, as a Deployment starts them. */
    public static Replicas start(int count, Path home, DatabaseProcess database, Map<String, String> settings)
            throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "MICRONAUT_ENVIRONMENTS",
                SimulatedCluster.ENVIRONMENT,
                "LOADPLANE_DATABASE_URL",
                database.url(),
                "LOADPLANE_DATABASE_USER",
                "postgres"));
        all.putAll(settings);
        Replicas replicas = new Replicas();
        for (int i = 0; i < count; i++) {
            replicas.processes.add(ServiceProcess.start(home, all));
        }
        replicas.processes.forEach(ServiceProcess::api);
        return replicas;
    }

    public int count() {
        return processes.size();
    }

    public ServiceProcess get(int index) {
        return processes.get(index);
    }

    /** From now on a process that ends for whatever reason is started again, as a kubelet does, unless it is held down. */
    void supervise() {
        supervisor = Thread.startVirtualThread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                for (int i = 0; i < count(); i++) {
                    startIfDead(i);
                }
                LockSupport.parkNanos(SUPERVISION.toNanos());
            }
        });
    }

    private void startIfDead(int index) {
        if (!heldDown.contains(index) && !get(index).handle().isAlive()) {
            try {
                get(index).startAgain();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends one, and keeps it from being started again until it is released. */
    void holdDown(int index, boolean gracefully) throws InterruptedException {
        heldDown.add(index);
        if (!gracefully) {
            get(index).kill();
        } else if (!get(index).terminate()) {
            throw new AssertionError("replica %d does not end when it is told to".formatted(index));
        }
    }

    void release(int index) {
        heldDown.remove(index);
    }

    /** Makes a simulated cluster an environment. */
    public void addEnvironment(String name, String server) {
        Api api = get(0).api();
        String credential = api.post(
                        "/cluster-credentials",
                        Api.JSON
                                .createObjectNode()
                                .put("name", name)
                                .put("kind", "token")
                                .put("server", server)
                                .put("token", "pretended"))
                .json(201)
                .path("id")
                .asText();
        ObjectNode environment = Api.JSON
                .createObjectNode()
                .put("name", name)
                .put("cluster_credential_id", credential)
                .put("namespace", "load");
        api.post("/environments", environment).json(201);
    }

    /** A load test that starts at once on a simulated cluster. */
    public static ObjectNode loadTest(String environment, Outcome outcome, String runTime) {
        ObjectNode request = Requests.loadTest()
                .put("start", true)
                .put("environment", environment)
                .put("host", "http://shop.test")
                .put("users", 10)
                .put("spawn_rate", 10)
                .put("replicas", 2)
                .put("run_time", runTime);
        request.putObject("env").put(Outcome.VARIABLE, outcome.name());
        return request;
    }

    /** Starts a run, once, however often it has to be asked for. */
    public String start(ObjectNode request) {
        String key = request.path("name").asText();
        return persistently(api -> api.post("/loadtests", request, "Idempotency-Key", key))
                .json(201)
                .at("/latest_run/id")
                .asText();
    }

    /** Asks one replica after the other until one answers that is well. */
    public Api.Answer persistently(Function<Api, Api.Answer> call) {
        long end = System.nanoTime() + LONGEST_OUTAGE.toNanos();
        long pause = 200;
        while (System.nanoTime() < end) {
            ServiceProcess replica = processes.get(Math.floorMod(turn.getAndIncrement(), processes.size()));
            try {
                Api.Answer answer = call.apply(replica.api(PATIENCE));
                if (answer.status() < 500 && !answer.text().contains("idempotency_key_in_flight")) {
                    return answer;
                }
                refusals.merge(answer.status() + " " + answer.text().replaceAll("[0-9]{3,}", "…"), 1, Integer::sum);
            } catch (UncheckedIOException e) {
                refusals.merge(String.valueOf(e.getCause()), 1, Integer::sum);
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause) * 1_000_000);
            pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
        }
        throw new AssertionError("nobody answers: " + refusals);
    }

    /** What callers were told when it was not well, and how often. */
    public Map<String, Integer> refusals() {
        return Map.copyOf(refusals);
    }

    @Override
    public void close() throws InterruptedException {
        if (supervisor != null) {
            supervisor.interrupt();
            supervisor.join();
        }
        for (ServiceProcess process : processes) {
            process.close();
        }
    }
}
