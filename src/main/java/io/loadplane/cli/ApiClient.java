package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loadplane.model.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Calls the service as any other client does: over HTTP, with a token. Only calls that may be repeated go through it. */
final class ApiClient {

    static final JsonMapper JSON = new JsonMapper();

    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final Duration LONGEST_TEXT = Duration.ofDays(1);

    /** How the HTTP client words it. */
    private static final Pattern CUT_OFF =
            Pattern.compile("(?i)header parser|closed|reset|\\bEOF\\b|broken pipe|transfer encoding|content-length");

    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 5000;

    private final HttpClient http;
    private final Access access;
    private final PrintWriter notes;
    private final Duration patience;

    /**
     * @param notes where it says that it tries again
     */
    ApiClient(Access access, PrintWriter notes) {
        this(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build(),
                access,
                notes,
                Duration.ZERO);
    }

    private ApiClient(HttpClient http, Access access, PrintWriter notes, Duration patience) {
        this.http = http;
        this.access = access;
        this.notes = notes;
        this.patience = patience;
    }

    /** One that tries for so long before it gives up. */
    ApiClient patient(Duration longest) {
        return new ApiClient(http, access, notes, longest);
    }

    JsonNode get(String path) throws InterruptedException {
        return json(request(path).GET());
    }

    /** The answer, unless there is nothing there (yet). */
    Optional<JsonNode> find(String path) throws InterruptedException {
        try {
            return Optional.of(get(path));
        } catch (Refusal e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    JsonNode post(String path, String... headers) throws InterruptedException {
        return json(withHeaders(request(path), headers).POST(BodyPublishers.noBody()));
    }

    JsonNode post(String path, byte[] body, String... headers) throws InterruptedException {
        return json(withHeaders(request(path), headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    /** Passes a text on as it comes, for as long as it can be written. */
    void copy(String path, PrintWriter to) throws InterruptedException {
        HttpRequest request = request(path).timeout(LONGEST_TEXT).GET().build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() >= 300) {
                throw refusal(response.statusCode(), body.readAllBytes());
            }
            Reader text = new InputStreamReader(body, StandardCharsets.UTF_8);
            char[] buffer = new char[8192];
            for (int count = text.read(buffer); count >= 0 && !to.checkError(); count = text.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            throw new CommandFailure.Unreachable(
                    "The answer of %s is not complete: %s".formatted(access.server(), explained(e)));
        }
    }

    private JsonNode json(HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<byte[]> response =
                send(request.header("Accept", "application/json").build(), BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw refusal(response.statusCode(), response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new CommandFailure.Unreachable("What answers at %s is no Loadplane.".formatted(access.server()));
        }
    }

    private static Refusal refusal(int status, byte[] body) {
        try {
            return new Refusal(status, JSON.readTree(body));
        } catch (IOException e) {
            return new Refusal(status, JSON.createObjectNode());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(access.server() + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + access.token());
    }

    private static HttpRequest.Builder withHeaders(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        for (boolean first = true; ; first = false) {
            String trouble;
            try {
                HttpResponse<T> response = http.send(request, handler);
                if (!isTemporary(response) || System.nanoTime() >= end) {
                    return response;
                }
                trouble = "it answers " + response.statusCode();
            } catch (IOException e) {
                trouble = explained(e);
                if (System.nanoTime() >= end) {
                    throw new CommandFailure.Unreachable(
                            "The service at %s cannot be reached: %s".formatted(access.server(), trouble));
                }
            }
            if (first) {
                notes.printf(
                        "The service at %s cannot be used now (%s); trying for up to %s%n",
                        access.server(), trouble, Durations.format(patience));
                notes.flush();
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /** It, or what stands before it, is not well, or has too much to do, or still works on what was sent before. */
    private static boolean isTemporary(HttpResponse<?> response) {
        int status = response.statusCode();
        return status >= 500
                || status == 429
                || status == 409
                        && response.body() instanceof byte[] body
                        && new String(body, StandardCharsets.UTF_8).contains("\"idempotency_key_in_flight\"");
    }

    private static String explained(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "its name is not known";
            }
        }
        String message = Objects.requireNonNullElse(failure.getMessage(), "closed");
        return switch (failure) {
            case HttpTimeoutException timeout -> "no answer in time";
            case ConnectException refused -> "the connection is refused";
            default -> CUT_OFF.matcher(message).find() ? "the connection was cut off" : message;
        };
    }
}
