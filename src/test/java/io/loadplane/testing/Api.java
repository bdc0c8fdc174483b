package io.loadplane.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A caller of the service, and a list of everything that any caller has called. */
public final class Api {

    public static final JsonMapper JSON = new JsonMapper();

    /** Every call so far, such as {@code GET /runs/run-01…}. */
    public static final Set<String> CALLED = ConcurrentHashMap.newKeySet();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final @Nullable String token;
    private final Duration patience;

    public URI url() {
        return server;
    }

    public Api(URI server, @Nullable String token) {
        this(server, token, Duration.ofMinutes(6));
    }

    /** A caller who waits no longer than that for an answer. */
    public Api(URI server, @Nullable String token, Duration patience) {
        this.server = server;
        this.token = token;
        this.patience = patience;
    }

    /** What came back. */
    public record Answer(int status, String text, HttpResponse<byte[]> response) {

        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        /** The answer, which must have that status. */
        public JsonNode json(int expected) {
            if (status != expected) {
                throw new AssertionError("%s %s: expected %d, got %d: %s"
                        .formatted(response.request().method(), response.uri(), expected, status, text));
            }
            return text.isEmpty() ? JSON.createObjectNode() : json();
        }

        public @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    /** Where and what a problem says is wrong, such as {@code /users out_of_range}. */
    public static List<String> findings(JsonNode problem) {
        List<String> findings = new ArrayList<>();
        problem.path("errors")
                .forEach(error -> findings.add(error.path("pointer").asText() + " "
                        + error.path("code").asText()));
        return findings;
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, Object body, String... headers) {
        return send("POST", path, write(body), headers);
    }

    public Answer put(String path, Object body, String... headers) {
        return send("PUT", path, write(body), headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(patience)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null && !String.join(" ", headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        CALLED.add(method + " " + path.replaceFirst("\\?.*", ""));
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer that is read as it comes, by somebody who would take it compressed. */
    HttpResponse<InputStream> open(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).header("Accept-Encoding", "gzip");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        CALLED.add("GET " + path.replaceFirst("\\?.*", ""));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static byte[] write(Object body) {
        try {
            return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
