package io.loadplane.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A system under test that counts every request it answers, by path with query. Paths with {@code flaky} fail now and
 * then, paths with {@code slow} take one to two seconds.
 */
public final class CountingTarget implements AutoCloseable {

    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Random random = new Random(7);
    private final HttpServer server;

    private CountingTarget(HttpServer server) {
        this.server = server;
    }

    public static CountingTarget start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
            CountingTarget target = new CountingTarget(server);
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

    public Map<String, Long> requests() {
        return sums(requests);
    }

    public Map<String, Long> failures() {
        return sums(failures);
    }

    public long total() {
        return requests.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        boolean fails = path.contains("flaky") && random.nextInt(4) == 0;
        if (path.contains("slow")) {
            pause();
        }
        requests.computeIfAbsent(path, key -> new LongAdder()).increment();
        if (fails) {
            failures.computeIfAbsent(path, key -> new LongAdder()).increment();
        }
        exchange.sendResponseHeaders(fails ? 500 : 200, 2);
        exchange.getResponseBody().write(new byte[] {'o', 'k'});
        exchange.close();
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach((path, adder) -> sums.put(path, adder.sum()));
        return sums;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
