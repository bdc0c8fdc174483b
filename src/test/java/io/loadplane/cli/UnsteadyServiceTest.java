package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that restarts, or answers with less than a pipeline hopes for. */
class UnsteadyServiceTest {

    private static final String RUN = "run-" + "0".repeat(26);
    private static final String ENDED = """
            {"id": "%s", "status": "completed", "verdict": "passed", "criteria": [], "finished_at": "2026-01-01T12:00:00Z",
             "validity": {"state": "valid", "reasons": []}}""".formatted(RUN);

    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Shell shell;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shell = new Shell("http://127.0.0.1:" + server.getAddress().getPort() + "/behind/a/proxy", "token");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_wait_goes_on_when_the_service_is_back() {
        server.createContext("/behind/a/proxy/runs", exchange -> {
            switch (looks.incrementAndGet()) {
                case 1 -> answer(exchange, 503, "{\"code\": \"unavailable\", \"detail\": \"the database is away\"}");
                case 2 -> exchange.close();
                default ->
                    answer(exchange, 200, exchange.getRequestURI().getPath().endsWith(RUN) ? ENDED : "{}");
            }
        });

        Shell.Said said = shell.call("watch", RUN);

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.err()).contains("cannot be used now (it answers 503)");
        assertThat(said.out()).contains("is completed");
    }

    @Test
    void a_start_whose_answer_is_lost_is_repeated_under_the_same_key() {
        server.createContext("/behind/a/proxy/loadtests", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            switch (keys.size()) {
                case 1 -> exchange.close();
                case 2 -> answer(exchange, 409, "{\"code\":\"idempotency_key_in_flight\",\"detail\":\"\"}");
                default -> answer(exchange, 201, "{\"latest_run\": " + ENDED + "}");
            }
        });

        Shell.Said said = shell.call("run", "src/test/clients/python/example.py");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(keys).hasSize(3).containsOnly(keys.getFirst());
    }

    @Test
    void a_run_that_is_worse_than_its_baseline_ends_with_1_and_shows_what_changed() {
        String comparison = """
                {"run_id": "%s", "baseline_id": "run-1", "change": "regressed", "reasons": ["p95 of GET /cart: 340 instead of 200"],
                 "total": null, "endpoints": [{"method": "GET", "name": "/cart", "change": "regressed", "reason": null, "metrics": [
                   {"metric": "p50", "baseline": 90, "actual": 91, "change": "same"},
                   {"metric": "p95", "baseline": 200, "actual": 340, "change": "regressed"}]}]}""".formatted(RUN);
        server.createContext("/behind/a/proxy/runs", exchange -> answer(exchange, 200, comparison));

        Shell.Said said = shell.call("compare", RUN, "--tolerance", "5%");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out())
                .containsPattern("GET +/cart +regressed +p95 200 → 340")
                .contains("p95 of GET /cart: 340 instead of 200");
    }

    @Test
    void what_is_no_loadplane_is_said_to_be_none() {
        server.createContext("/", exchange -> answer(exchange, 200, "<html>Welcome</html>"));

        Shell.Said said = shell.call("list");

        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.err()).contains("is no Loadplane");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
