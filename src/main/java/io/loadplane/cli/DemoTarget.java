package io.loadplane.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A small shop on loopback for the demo to put under load: some pages are slow, and one fails now and then. */
final class DemoTarget implements AutoCloseable {

    private static final double CHECKOUT_FAILURES = 0.05;

    private final HttpServer server;

    private DemoTarget(HttpServer server) {
        this.server = server;
    }

    static DemoTarget start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/products", exchange -> answer(exchange, Duration.ofMillis(5), 0));
        server.createContext("/cart", exchange -> answer(exchange, Duration.ofMillis(15), 0));
        server.createContext("/checkout", exchange -> answer(exchange, Duration.ofMillis(40), CHECKOUT_FAILURES));
        server.start();
        return new DemoTarget(server);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Duration usual, double failures) throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        LockSupport.parkNanos((long) (usual.toNanos() * random.nextDouble(0.5, 2.0)));
        byte[] body = "ok".getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(random.nextDouble() < failures ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
