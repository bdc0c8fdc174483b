package io.loadplane.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A system under test whose answers are written down beforehand, and which writes down how long each really took:
 * {@code /fixed} 400 ms, {@code /bimodal} 200 ms and every tenth 1.5 s, {@code /ramp} 1 ms more each time, {@code /flaky}
 * 150 ms and every fiftieth a failure.
 */
public final class ScriptedTarget implements AutoCloseable {

    private final Map<String, List<Double>> times = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> calls = new ConcurrentHashMap<>();
    private final HttpServer server;

    private ScriptedTarget(HttpServer server) {
        this.server = server;
    }

    public static ScriptedTarget start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
            ScriptedTarget target = new ScriptedTarget(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", target::answer);
            server.start();
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** In ms, ascending. */
    public List<Double> times(String path) {
        List<Double> sorted = new CopyOnWriteArrayList<>(times.getOrDefault(path, List.of()));
        Collections.sort(sorted);
        return sorted;
    }

    public long failures(String path) {
        return failures.getOrDefault(path, new AtomicLong()).get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        long began = System.nanoTime();
        String path = exchange.getRequestURI().getPath();
        long call = calls.computeIfAbsent(path, key -> new AtomicLong()).getAndIncrement();
        boolean fails = path.equals("/flaky") && call % 50 == 49;
        pause(
                switch (path) {
                    case "/fixed" -> 400;
                    case "/bimodal" -> call % 10 == 9 ? 1500 : 200;
                    case "/ramp" -> 100 + call;
                    default -> 150;
                });
        exchange.sendResponseHeaders(fails ? 500 : 200, 2);
        exchange.getResponseBody().write(new byte[] {'o', 'k'});
        exchange.close();
        if (fails) {
            failures.computeIfAbsent(path, key -> new AtomicLong()).incrementAndGet();
        }
        times.computeIfAbsent(path, key -> Collections.synchronizedList(new ArrayList<>()))
                .add((System.nanoTime() - began) / 1e6);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
