package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.testing.Api;
import io.loadplane.testing.TestService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in is bounded in every way before anybody looks at it; what goes out says how it is to be treated. */
class EdgeTest {

    private static final int PATIENCE_MS = 4000;

    private static TestService service;
    private static Api api;
    private static URI server;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        service =
                TestService.start(Map.of("loadplane.receive-timeout", "1s", "loadplane.hosts", "127.0.0.1,Load.test"));
        api = service.api();
        server = api.get("/health").response().uri();
        token = Files.readString(service.home().resolve("token")).strip();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/openapi", "/runs", "/nowhere", "/runs?nonsense=1", "/runs/run-1"})
    void every_answer_says_how_it_is_to_be_treated(String path) {
        for (Api caller : new Api[] {api, service.stranger()}) {
            Api.Answer answer = caller.get(path);

            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Security-Policy")).isEqualTo("frame-ancestors 'none'");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, load.test, 200", "GET, 127.0.0.1, 403", "OPTIONS, load.test, 401"})
    void no_page_of_another_origin_may_read_an_answer(String method, String host, String status) throws IOException {
        String answer = exchange(
                """
                %s /runs HTTP/1.1
                Host: %s
                Origin: http://evil.test
                Access-Control-Request-Method: POST
                %sConnection: close

                """.formatted(method, host, method.equals("GET") ? "Authorization: Bearer " + token + "\n" : "")
                        .replace("\n", "\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200",
        "127.0.0.1:8080, 200",
        "load.test, 200",
        "LOAD.TEST:443, 200",
        "evil.test, 421",
        "load.test.evil.test, 421",
        "'', 421"
    })
    void only_the_names_of_the_settings_are_answered(String host, String status) throws IOException {
        String head = "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n";

        String answer = exchange(head.formatted("/runs", host, token));

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(exchange(head.formatted("/health/liveness", host, token))).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /runs HT", "GET /runs HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", "POST"})
    void who_does_not_come_to_the_end_of_a_request_is_not_waited_for(String begun) throws IOException {
        String whole = begun.equals("POST")
                ? request("POST", "/loadtests", "Content-Type: application/json\r\nContent-Length: 100\r\n") + "{"
                : begun;
        long since = System.nanoTime();

        String answer = exchange(whole);

        assertThat(answer).isEmpty();
        assertThat((System.nanoTime() - since) / 1_000_000).isBetween(800L, (long) PATIENCE_MS);
    }

    @Test
    void a_trickle_does_not_help() throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            Thread trickle = Thread.startVirtualThread(() -> {
                try {
                    for (byte b : "GET /runs HTTP/1.1\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                            .getBytes(StandardCharsets.US_ASCII)) {
                        socket.getOutputStream().write(b);
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException e) {
                    // It has been cut off.
                }
            });

            assertThat(readAll(socket)).isEmpty();
            trickle.interrupt();
        }
    }

    @Test
    void who_waits_between_requests_is_left_alone() throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            String kept = request("GET", "/runs", "").replace("Connection: close\r\n", "");
            socket.getOutputStream().write(kept.getBytes(StandardCharsets.US_ASCII));
            int first = socket.getInputStream().read();
            Thread.sleep(1500);

            socket.getOutputStream().write(request("GET", "/runs", "").getBytes(StandardCharsets.US_ASCII));

            assertThat(first).isEqualTo('H');
            assertThat(readAll(socket).split("HTTP/1.1 200")).hasSize(2);
        }
    }

    @Test
    void a_small_body_that_unpacks_to_a_large_one_counts_as_large() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write("{\"name\":\"".getBytes(StandardCharsets.US_ASCII));
            gzip.write(new byte[50_000_000]);
        }

        Api.Answer answer = api.send("POST", "/loadtests", bomb.toByteArray(), "Content-Encoding", "gzip");

        assertThat(bomb.size()).isLessThan(100_000);
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void what_is_nested_deeply_or_has_very_many_values_is_refused_unread() {
        String deep = "{\"labels\":".repeat(200) + "1" + "}".repeat(200);
        String many = IntStream.range(0, 100_000)
                .mapToObj("\"field%d\": 1"::formatted)
                .collect(Collectors.joining(", ", "{", "}"));

        for (String body : new String[] {deep, many}) {
            long since = System.nanoTime();
            Api.Answer answer = api.post("/loadtests", body);

            assertThat(answer.json(400).at("/errors/0/code").asText()).isEqualTo("too_complex");
            assertThat((System.nanoTime() - since) / 1_000_000).isLessThan(3000);
        }
    }

    @Test
    void headers_are_bounded() throws IOException {
        String large = exchange(request("GET", "/runs", "X-Large: %s\r\n".formatted("a".repeat(20_000))));
        String many = exchange(request("GET", "/runs", "X: a\r\n".repeat(5000)));

        assertThat(large).startsWith("HTTP/1.1 413");
        assertThat(many).startsWith("HTTP/1.1 413");
        assertThat(api.get("/runs").status()).isEqualTo(200);
    }

    @Test
    void what_cannot_be_read_as_a_request_is_answered_like_any_other() throws IOException {
        String answer = exchange(request("GET", "/runs?a=" + "a".repeat(5000), ""));

        assertThat(answer).containsPattern("^HTTP/1.. 413").contains("application/problem+json", "its path");
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("x-content-type-options: nosniff", "referrer-policy");
    }

    @ParameterizedTest
    @CsvSource({
        "/loadtests, 'GET, HEAD, POST'",
        "/loadtests/validate, POST",
        "/loadtests/lt-01k0000000000000000000000a, 'DELETE, GET, HEAD, PUT'"
    })
    void a_method_that_is_not_possible_is_told_which_are(String path, String allowed) {
        Api.Answer answer = api.send("PATCH", path, null);

        assertThat(answer.json(405).path("code").asText()).isEqualTo("method_not_allowed");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    private static String request(String method, String path, String headers) {
        return "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nConnection: close\r\n%s\r\n"
                .formatted(method, path, token, headers);
    }

    private static String exchange(String sent) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            return readAll(socket);
        }
    }

    /** Up to the end of the connection, which must come. */
    private static String readAll(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[8192];
        InputStream in = socket.getInputStream();
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection stays open after: " + read, e);
        } catch (IOException e) {
            // Cut off with something unread: as much the end as any.
        }
        return read.toString();
    }
}
