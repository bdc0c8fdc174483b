package io.loadplane.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A small shop on loopback for the demo to put under load: some pages are slow, and one fails now and then. */
final class DemoTarget implements AutoCloseable {

    /** Its port unless that is taken, so that examples can be pasted as they stand. */
    static final int USUAL_PORT = 8090;

    private static final double CHECKOUT_FAILURES = 0.05;

    private final HttpServer server;

    private DemoTarget(HttpServer server) {
        this.server = server;
    }

    static DemoTarget start() throws IOException {
        HttpServer server = listen();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/products", exchange -> answer(exchange, Duration.ofMillis(5), 0));
        server.createContext("/cart", exchange -> answer(exchange, Duration.ofMillis(15), 0));
        server.createContext("/checkout", exchange -> answer(exchange, Duration.ofMillis(40), CHECKOUT_FAILURES));
        server.start();
        return new DemoTarget(server);
    }

    private static HttpServer listen() throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), USUAL_PORT), 0);
        } catch (BindException e) {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        }
    }

    boolean isAtUsualPort() {
        return server.getAddress().getPort() == USUAL_PORT;
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
