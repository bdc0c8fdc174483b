package io.loadplane.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.loadplane.testing.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that are only pretended, each below a path of its own. They live here and not in those who drive runs on
 * them, go on whatever those do, and write down what a cluster must never be asked.
 */
public final class Simulator implements AutoCloseable {

    /** The status of an answer for which no agent was there. */
    static final int NOBODY = 503;

    static final int REFUSED = 403;

    private final Map<String, SimulatedRun> present = new ConcurrentHashMap<>();
    private final Map<String, SimulatedRun> gone = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Queue<String> createdAgain = new ConcurrentLinkedQueue<>();
    private final Ledger ledger;
    private final HttpServer server;

    /** What is wrong with a whole cluster for a while. */
    enum Trouble {
        /** Every connection is cut. */
        UNREACHABLE,
        /** Every answer takes longer than anybody waits. */
        SILENT,
        /** Agents take seconds for an answer. */
        SLOW_AGENTS
    }

    private record Fault(Trouble trouble, long until) {}

    private Simulator(HttpServer server, Ledger ledger) {
        this.server = server;
        this.ledger = ledger;
    }

    public static Simulator start(Ledger ledger) {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
            Simulator simulator = new Simulator(server, ledger);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", simulator::answer);
            server.start();
            return simulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a cluster is. */
    public String url(String cluster) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), cluster);
    }

    void trouble(String cluster, Trouble trouble, long ms) {
        faults.put(cluster, new Fault(trouble, now() + ms));
    }

    /** The run as it is or was; null when it never came here. */
    @Nullable
    SimulatedRun find(String run) {
        SimulatedRun here = present.get(run);
        return here == null ? gone.get(run) : here;
    }

    /** Runs of which something is there. */
    public List<String> left() {
        sweep();
        return List.copyOf(present.keySet());
    }

    /** What should not have been asked. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Runs that somebody created once more after they were removed. */
    List<String> createdAgain() {
        return List.copyOf(createdAgain);
    }

    /** How often what was called. */
    public Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    /** How often that was called, such as {@code PUT master}. */
    public int calls(String what) {
        return calls.getOrDefault(what, 0);
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private record Reply(int status, byte[] body) {
        static Reply of(int status, Object body) {
            try {
                return new Reply(status, Api.JSON.writeValueAsBytes(body));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Paths are {@code /<cluster>/runs/<run>/<what>/…}. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            URI uri = exchange.getRequestURI();
            String[] path = uri.getPath().split("/", 6);
            Fault fault = faults.getOrDefault(path[1], new Fault(Trouble.UNREACHABLE, 0));
            boolean troubled = now() < fault.until;
            if (troubled && fault.trouble == Trouble.UNREACHABLE) {
                return; // closed without an answer
            }
            pause(troubled && fault.trouble == Trouble.SILENT ? fault.until - now() : 0);
            boolean slow = troubled && fault.trouble == Trouble.SLOW_AGENTS;
            Reply reply = path.length < 4
                    ? Reply.of(200, list())
                    : reply(exchange.getRequestMethod(), path, body, slow ? 3000 : 0);
            exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
            if (reply.body.length > 0) {
                exchange.getResponseBody().write(reply.body);
            }
        }
    }

    private Reply reply(String method, String[] path, byte[] body, long delay) throws IOException {
        String run = path[3];
        String called = path.length == 4 ? method : method + " " + path[4];
        calls.merge(path.length < 6 ? called : called + "/" + path[5], 1, Integer::sum);
        sweep();
        return switch (called) {
            case "PUT master" -> createMaster(run, body);
            case "PUT workers" -> createWorkers(run);
            case "GET" -> observe(run);
            case "DELETE" -> {
                onPresent(run, here -> here.delete(now()));
                yield Reply.of(present.containsKey(run) ? 202 : 200, "");
            }
            case "POST signal" -> onPresent(run, here -> here.stop(now()));
            case "GET record" -> record(run);
            case "GET log" -> new Reply(200, "pretended".getBytes(StandardCharsets.UTF_8));
            default -> callAgent(run, method + " /" + path[5], new String(body, StandardCharsets.UTF_8), delay);
        };
    }

    private Reply createMaster(String run, byte[] body) throws IOException {
        JsonNode order = Api.JSON.readTree(body);
        Outcome outcome = Outcome.valueOf(order.path("outcome").asText());
        if (refusals.computeIfAbsent(run, key -> new AtomicInteger()).getAndIncrement() < outcome.refusals()) {
            return Reply.of(REFUSED, "");
        }
        SimulatedRun.Order asked = new SimulatedRun.Order(
                order.path("token").asText(),
                order.path("replicas").asInt(),
                order.path("users").asInt(),
                order.path("run_time").asLong(),
                order.path("stop_timeout").asLong(),
                outcome);
        if (gone.containsKey(run)) {
            createdAgain.add(run);
        }
        present.putIfAbsent(run, new SimulatedRun(run, asked, now()));
        return Reply.of(201, "");
    }

    private Reply createWorkers(String run) {
        if (gone.containsKey(run) && present.containsKey(run)) {
            violations.add(run + " was started a second time");
        }
        return onPresent(run, here -> here.createWorkers(now()));
    }

    private interface Act {
        void make(SimulatedRun here);
    }

    private Reply onPresent(String run, Act act) {
        SimulatedRun here = present.get(run);
        if (here != null) {
            act.make(here);
        }
        return Reply.of(202, "");
    }

    private Reply observe(String run) {
        SimulatedRun here = present.get(run);
        return here == null ? Reply.of(404, "") : Reply.of(200, here.observe(now()));
    }

    /** What the master of a run printed in the end; there, too, when nobody answers any more. */
    private Reply record(String run) {
        SimulatedRun here = present.get(run);
        return here != null && here.order.outcome() != Outcome.LOSES_ITS_MASTER && here.isOver(now())
                ? Reply.of(200, here.document(now()))
                : new Reply(200, new byte[0]);
    }

    private Reply callAgent(String run, String call, String token, long delay) {
        SimulatedRun here = present.get(run);
        if (here == null) {
            return Reply.of(NOBODY, "");
        }
        pause(here.order.outcome() == Outcome.COMPLETES_SLOWLY ? 1500 : delay);
        String phase = here.phase(now());
        if (phase == null) {
            return Reply.of(NOBODY, "");
        } else if (!here.order.token().equals(token)) {
            return Reply.of(404, "");
        }
        boolean over = phase.equals("final");
        return switch (call) {
            case "GET /stats" -> Reply.of(200, here.document(now()));
            case "GET /final" -> over ? Reply.of(200, here.document(now())) : Reply.of(409, "");
            case "GET /report" ->
                new Reply(over ? 200 : 404, "<html>pretended</html>".getBytes(StandardCharsets.UTF_8));
            case "POST /stop" -> {
                here.stop(now());
                yield Reply.of(202, "");
            }
            case "POST /ack" -> over ? acknowledge(here) : Reply.of(409, "");
            default -> Reply.of(404, "");
        };
    }

    private Reply acknowledge(SimulatedRun here) {
        if (!ledger.isSettled(here.id)) {
            violations.add(here.id + " was acknowledged before its result was stored");
        }
        here.acknowledge(now());
        return Reply.of(202, "");
    }

    private ArrayNode list() {
        sweep();
        ArrayNode all = Api.JSON.createArrayNode();
        present.values().forEach(run -> {
            ObjectNode item = all.addObject();
            item.put("id", run.id).put("created_at", run.createdAt);
        });
        return all;
    }

    private void sweep() {
        long now = now();
        present.values().removeIf(run -> {
            boolean leaves = run.isGone(now);
            if (leaves) {
                gone.putIfAbsent(run.id, run);
            }
            return leaves;
        });
    }

    private static void pause(long ms) {
        if (ms > 0) {
            try {
                Thread.sleep(ms);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
