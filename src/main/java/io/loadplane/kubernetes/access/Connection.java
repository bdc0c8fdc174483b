package io.loadplane.kubernetes.access;

import com.google.gson.JsonParseException;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.loadplane.model.cluster.ClusterException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One cluster under one version of one credential. Calls throw {@link ClusterException} when it refuses or is silent. */
public final class Connection {

    /** More than any answer we would use. */
    private static final int MAX_BODY = 64 << 20;

    /** Where a firewall swallows what is meant for pods, the API server waits for half a minute; we know earlier. */
    private static final Duration PROXY_SILENCE = Duration.ofSeconds(5);

    private static final Duration PROXY_CALL = Duration.ofSeconds(60);

    private static final MediaType JSON_BODY = MediaType.get("application/json");
    private static final MediaType JSON_PATCH = MediaType.get("application/json-patch+json");
    private static final RequestBody NO_BODY = RequestBody.create(new byte[0], null);

    private final ApiClient client;
    private final HttpUrl server;
    private final OkHttpClient calls;
    private final OkHttpClient streams;
    private final OkHttpClient proxied;
    private final Circuit circuit = new Circuit(System::nanoTime);

    Connection(ApiClient client) {
        this.client = client;
        this.server = HttpUrl.get(client.getBasePath());
        this.calls = client.getHttpClient();
        this.proxied = calls.newBuilder()
                .readTimeout(PROXY_SILENCE)
                .callTimeout(PROXY_CALL)
                .build();
        this.streams = calls.newBuilder()
                .readTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                .build();
    }

    /** What came back, whatever its status. */
    public record Answer(int status, byte[] body) {

        public boolean ok() {
            return status / 100 == 2;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Answers can be large, and are looked at often. */
        boolean startsWith(byte[] beginning) {
            return Arrays.equals(body, 0, Math.min(body.length, beginning.length), beginning, 0, beginning.length);
        }
    }

    public ApiClient client() {
        return client;
    }

    public String server() {
        return client.getBasePath();
    }

    public <T> T get(String path, Map<String, String> query, Class<T> type) {
        return read(required("read " + path, tryGet(path, query)), type);
    }

    /** The object; null when there is none. */
    public <T> @Nullable T find(String path, Class<T> type) {
        Answer answer = tryGet(path, Map.of());
        return answer.status() == 404 ? null : read(required("read " + path, answer), type);
    }

    public @Nullable V1Namespace findNamespace(String name) {
        return find("/api/v1/namespaces/" + name, V1Namespace.class);
    }

    private record Described(V1ObjectMeta metadata) {}

    private record Listed(@Nullable List<Described> items) {}

    /** What the objects there are called and labelled, whatever their kind. */
    public List<V1ObjectMeta> list(Resource resource, String namespace, String selector) {
        Listed found = get(resource.path(namespace), Map.of("labelSelector", selector), Listed.class);
        if (found.items() == null) {
            throw foreign();
        }
        return found.items().stream().map(Described::metadata).toList();
    }

    /** The same of one object; null when there is none. */
    public @Nullable V1ObjectMeta findMetadata(String path) {
        Described found = find(path, Described.class);
        return found == null ? null : found.metadata();
    }

    /** Creates an object; its answer may be a conflict (409), all other refusals are thrown. */
    public Answer create(String doing, String path, Object body) {
        byte[] json = JSON.serialize(body).getBytes(StandardCharsets.UTF_8);
        Answer answer = send(request("POST", path, Map.of(), RequestBody.create(json, JSON_BODY)));
        return answer.status() == 409 ? answer : required(doing, answer);
    }

    /** A JSON patch; one whose test does not hold (422) comes back as it is. */
    public Answer patch(String doing, String path, String patch) {
        RequestBody body = RequestBody.create(patch.getBytes(StandardCharsets.UTF_8), JSON_PATCH);
        Answer answer = send(request("PATCH", path, Map.of(), body));
        return answer.status() == 422 ? answer : required(doing, answer);
    }

    /**
     * Deletes an object and, in the background, what it owns; one that is gone already is fine.
     *
     * @param graceSeconds null for the time that the object itself asks for
     */
    public void delete(String doing, String path, @Nullable Integer graceSeconds) {
        String options = graceSeconds == null
                ? "{\"propagationPolicy\":\"Background\"}"
                : "{\"propagationPolicy\":\"Background\",\"gracePeriodSeconds\":%d}".formatted(graceSeconds);
        RequestBody body = RequestBody.create(options.getBytes(StandardCharsets.UTF_8), JSON_BODY);
        Answer answer = send(request("DELETE", path, Map.of(), body));
        if (answer.status() != 404) {
            required(doing, answer);
        }
    }

    /** A call that the API server passes on to a pod; null when the way there leads nowhere. */
    public @Nullable Answer throughProxy(String method, String path, Map<String, String> headers) {
        Request.Builder request = request(method, path, Map.of(), method.equals("GET") ? null : NO_BODY);
        headers.forEach(request::header);
        try {
            circuit.enter();
            return answerOf(proxied, request);
        } catch (InterruptedIOException e) {
            return null;
        } catch (IOException e) {
            throw Refusals.unreachable(server(), e);
        }
    }

    /** What is there, with its answer as it comes. Throws only when nobody answers. */
    public Answer tryGet(String path, Map<String, String> query) {
        return send(request("GET", path, query, null));
    }

    /** What a failure of the client itself means. */
    public ClusterException explain(String doing, ApiException failure) {
        return failure.getCause() instanceof IOException cause
                ? Refusals.unreachable(server(), cause)
                : Refusals.refused(doing, failure.getCode(), String.valueOf(failure.getResponseBody()));
    }

    /** A call that goes on for as long as the server likes. */
    public Call stream(String path, Map<String, String> query) {
        return streams.newCall(request("GET", path, query, null).build());
    }

    public <T> T read(Answer answer, Class<T> type) {
        try {
            T read = JSON.getGson().fromJson(answer.text(), type);
            if (read != null) {
                return read;
            }
        } catch (JsonParseException e) {
            throw Refusals.unreachable(server(), e);
        }
        throw foreign();
    }

    /** What answers is no API server. */
    public ClusterException foreign() {
        return Refusals.unreachable(server(), new JsonParseException("no object of Kubernetes"));
    }

    private record Version(
            @Nullable String gitVersion, @Nullable String kind) {}

    /** What version the cluster has, such as {@code v1.34.1}. Every API server tells it, and nothing else does. */
    public String version() {
        Answer answer = tryGet("/version", Map.of());
        if (answer.status() == 401 || answer.status() / 100 == 5) {
            required("read its version", answer);
        }
        Version version = read(answer, Version.class);
        if ("Status".equals(version.kind())) {
            required("read its version", answer);
        }
        if (version.gitVersion() == null) {
            throw foreign();
        }
        return version.gitVersion();
    }

    private static Answer required(String doing, Answer answer) {
        if (!answer.ok()) {
            throw Refusals.refused(doing, answer.status(), answer.text());
        }
        return answer;
    }

    private Answer send(Request.Builder request) {
        try {
            return circuit.through(() -> answerOf(calls, request));
        } catch (IOException e) {
            throw Refusals.unreachable(server(), e);
        }
    }

    private static Answer answerOf(OkHttpClient client, Request.Builder request) throws IOException {
        try (Response response = client.newCall(request.build()).execute()) {
            return new Answer(response.code(), response.body().byteStream().readNBytes(MAX_BODY));
        }
    }

    private Request.Builder request(String method, String path, Map<String, String> query, @Nullable RequestBody body) {
        HttpUrl.Builder url = server.newBuilder();
        for (String segment : path.substring(1).split("/")) {
            url.addPathSegment(segment);
        }
        query.forEach(url::addQueryParameter);
        return new Request.Builder()
                .url(url.build())
                .header("Accept", "application/json, */*")
                .method(method, body);
    }
}
