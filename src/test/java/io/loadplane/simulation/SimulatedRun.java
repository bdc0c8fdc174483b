package io.loadplane.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.testing.Api;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One run on a simulated cluster. All that can be seen of it follows from when which call came, and from its outcome. */
final class SimulatedRun {

    /** Later than anything that is measured; sums of it do not overflow. */
    private static final long NEVER = Long.MAX_VALUE / 4;

    private static final int REQUESTS_PER_USER_AND_SECOND = 10;
    private static final int DEATH_MS = 200;
    private static final int SETTLING_MS = 200;
    private static final int REMOVAL_MS = 300;

    final String id;
    final Order order;
    final long createdAt;
    private long workersAt = NEVER;
    private long stopAt = NEVER;
    private long ackAt = NEVER;
    private long deleteAt = NEVER;

    /** What a run asks of its cluster; times in ms. */
    record Order(String token, int replicas, int users, long runTime, long stopTimeout, Outcome outcome) {}

    SimulatedRun(String id, Order order, long now) {
        this.id = id;
        this.order = order;
        this.createdAt = now;
    }

    synchronized void createWorkers(long now) {
        workersAt = Math.min(workersAt, now);
    }

    synchronized void stop(long now) {
        stopAt = Math.min(stopAt, now);
    }

    synchronized void acknowledge(long now) {
        ackAt = Math.min(ackAt, now);
    }

    synchronized void delete(long now) {
        deleteAt = Math.min(deleteAt, now);
    }

    synchronized boolean isGone(long now) {
        return now >= deleteAt + REMOVAL_MS;
    }

    /** Whether its load was stopped by somebody before it was over. */
    synchronized boolean wasStopped() {
        return stopAt < beganAt() + order.runTime;
    }

    synchronized boolean isOver(long now) {
        return finalAt() <= now;
    }

    synchronized boolean hadLoad(long now) {
        return beganAt() <= now;
    }

    /** The phase of the agent; null while nobody answers. */
    synchronized @Nullable String phase(long now) {
        if (now < readyAt() || now >= masterEndsAt() || now >= deleteAt) {
            return null;
        } else if (now < beganAt()) {
            return "waiting";
        } else if (now < endsAt()) {
            return "running";
        }
        return now < finalAt() ? "stopping" : "final";
    }

    synchronized ObjectNode observe(long now) {
        ObjectNode seen = Api.JSON.createObjectNode();
        component(seen.putObject("master"), now, readyAt(), masterEndsAt(), failureOfMaster());
        ArrayNode workers = seen.putArray("workers");
        for (int i = 0; i < order.replicas && workersAt <= now; i++) {
            component(workers.addObject(), now, connectedAt(), workerEndsAt(i), failureOfWorker(i));
        }
        return seen;
    }

    private static void component(ObjectNode seen, long now, long runsAt, long endsAt, @Nullable ReasonCode failure) {
        boolean ended = now >= endsAt;
        seen.put("phase", ended ? "ENDED" : now >= runsAt ? "RUNNING" : "PREPARING");
        seen.put("since", ended ? endsAt : runsAt);
        seen.put("failure", ended && failure != null ? failure.name() : null);
    }

    /** The agent's document, as {@code agent_result.py} writes it. */
    synchronized ObjectNode document(long now) {
        boolean over = now >= finalAt();
        int lost = now < breaksAt() ? 0 : lostWorkers();
        ObjectNode document = Api.JSON.createObjectNode();
        document.put("schema", 1)
                .put("run", id)
                .put("phase", phase(now) == null ? "final" : phase(now))
                .put("at", now / 1000.0)
                .put("stop_reason", wasStopped() ? "request" : null)
                .put("ended_early", over && order.outcome == Outcome.LOSES_ALL_WORKERS)
                .put("users", now < endsAt() && hadLoad(now) ? order.users : 0)
                .put("users_peak", hadLoad(now) ? order.users : 0)
                .put("workers_expected", order.replicas)
                .put("workers_connected", now < connectedAt() ? 0 : order.replicas - lost)
                .put("workers_lost", lost)
                .put("broken", false);
        document.put("started_at", hadLoad(now) ? beganAt() / 1000.0 : null);
        document.put("stopped_at", now >= endsAt() ? endsAt() / 1000.0 : null);
        addStatistics(document, now, over);
        return document;
    }

    private void addStatistics(ObjectNode document, long now, boolean over) {
        int endpoints = order.outcome.endpoints();
        long requests = requests(now);
        document.set("total", row("", "Aggregated", requests, over));
        ArrayNode rows = document.putArray("endpoints");
        for (int i = 0; i < endpoints; i++) {
            long share = requests / endpoints + (i < requests % endpoints ? 1 : 0);
            rows.add(row("GET", "/item/" + i, share, over));
        }
        document.put("endpoints_count", endpoints);
        document.putArray("errors")
                .addObject()
                .put("method", "GET")
                .put("name", "/item/0")
                .put("error", "503")
                .put("occurrences", requests / 10);
        document.putArray("exceptions");
        ArrayNode workers = document.putArray("workers");
        for (int i = 0; i < order.replicas && now >= connectedAt(); i++) {
            boolean gone = now >= breaksAt() && i < lostWorkers();
            workers.addObject()
                    .put("id", "worker-" + i)
                    .put("state", gone ? "missing" : "running")
                    .put("users", order.users / order.replicas)
                    .put("cpu_percent", 12.5)
                    .put("memory_bytes", 80_000_000);
        }
    }

    private static ObjectNode row(String method, String name, long requests, boolean over) {
        ObjectNode row = Api.JSON
                .createObjectNode()
                .put("method", method)
                .put("name", name)
                .put("requests", requests)
                .put("failures", requests / 10)
                .put("avg", 11.25)
                .put("median", 8)
                .put("min", 2.5)
                .put("max", 87.125)
                .put("rps", 3.5)
                .put("failures_per_second", 0.35)
                .put("current_rps", 3.5)
                .put("current_failures_per_second", 0.35)
                .put("bytes", 120 * requests);
        ObjectNode percentiles = row.putObject("percentiles");
        for (String share : "50 66 75 80 90 95 98 99 99.9 99.99".split(" ")) {
            percentiles.put("p" + share, Double.parseDouble(share) - 42);
        }
        if (over) {
            ObjectNode histogram = row.putObject("histogram");
            for (int i = 0; i < 50; i++) {
                histogram.put(Integer.toString(i + 3), requests / 50 + (i < requests % 50 ? 1 : 0));
            }
        }
        return row;
    }

    /** How many the load has made by then: always the same for the same run time. */
    synchronized long requests(long now) {
        long lasted = Math.clamp(Math.min(now, endsAt()) - beganAt(), 0, order.runTime);
        return order.users * REQUESTS_PER_USER_AND_SECOND * lasted / 1000;
    }

    private int lostWorkers() {
        return switch (order.outcome) {
            case LOSES_A_WORKER -> 1;
            case LOSES_ALL_WORKERS -> order.replicas;
            case COMPLETES,
                    COMPLETES_WITH_A_GIANT_RESULT,
                    COMPLETES_SLOWLY,
                    COMPLETES_AFTER_REFUSALS,
                    LEAVES_ITS_RECORD,
                    LOSES_ITS_MASTER,
                    GETS_NO_WORKERS,
                    BREAKS_AT_THE_START,
                    IS_REFUSED,
                    IS_STOPPED -> 0;
        };
    }

    private @Nullable ReasonCode failureOfMaster() {
        return order.outcome == Outcome.BREAKS_AT_THE_START || order.outcome == Outcome.LOSES_ITS_MASTER
                ? order.outcome.reason
                : null;
    }

    private @Nullable ReasonCode failureOfWorker(int index) {
        return index < lostWorkers() ? ReasonCode.WORKERS_LOST : null;
    }

    /** Some milliseconds that differ from run to run and stay the same for one. */
    private int jitter() {
        return Math.floorMod(id.toLowerCase(Locale.ROOT).hashCode(), 500);
    }

    private long readyAt() {
        return createdAt + 300 + jitter();
    }

    private long connectedAt() {
        return order.outcome == Outcome.GETS_NO_WORKERS ? NEVER : workersAt + 200 + jitter();
    }

    private long beganAt() {
        return connectedAt() + 100;
    }

    private long breaksAt() {
        return beganAt() + order.runTime / 2;
    }

    private long endsAt() {
        long natural = order.outcome == Outcome.LOSES_ALL_WORKERS ? breaksAt() : beganAt() + order.runTime;
        return Math.min(natural, Math.max(stopAt, beganAt()) + order.stopTimeout / 4);
    }

    private long finalAt() {
        return endsAt() + SETTLING_MS;
    }

    private long masterEndsAt() {
        long asked = Math.min(ackAt, deleteAt) + DEATH_MS;
        return switch (order.outcome) {
            case BREAKS_AT_THE_START -> Math.min(readyAt(), asked);
            case LOSES_ITS_MASTER -> Math.min(breaksAt(), asked);
            case LEAVES_ITS_RECORD -> Math.min(finalAt(), asked);
            case COMPLETES,
                    COMPLETES_WITH_A_GIANT_RESULT,
                    COMPLETES_SLOWLY,
                    COMPLETES_AFTER_REFUSALS,
                    LOSES_A_WORKER,
                    LOSES_ALL_WORKERS,
                    GETS_NO_WORKERS,
                    IS_REFUSED,
                    IS_STOPPED -> asked;
        };
    }

    private long workerEndsAt(int index) {
        return index < lostWorkers() ? breaksAt() : Math.min(finalAt(), Math.min(masterEndsAt(), deleteAt)) + DEATH_MS;
    }
}
