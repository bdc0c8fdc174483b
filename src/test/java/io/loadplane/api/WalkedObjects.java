package io.loadplane.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.run.Run;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Everything that an operation can be about, in one environment; what an operation changes, it gets new. */
final class WalkedObjects {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestService service;
    private final Api api;
    private final EndedRuns runs;
    private final String environment = "walked-" + COUNT.incrementAndGet();
    private final String otherEnvironment = environment + "-other";

    /** Ids that only who may see the environment may learn. */
    private final Set<String> known = new TreeSet<>();

    private final Map<String, Call> prepared = new ConcurrentHashMap<>();
    private final String globalCredential;

    WalkedObjects(TestService service) {
        this.service = service;
        this.api = service.api();
        this.runs = new EndedRuns(service);
        this.globalCredential = credential(null);
        known.add(create("/environments", environmentBody(environment)));
        create("/environments", environmentBody(otherEnvironment));
        // Takes the only place, so that whatever is started waits.
        known.add(running());
    }

    String environment() {
        return environment;
    }

    String otherEnvironment() {
        return otherEnvironment;
    }

    /** A request; the id in its path is one of ours. */
    record Call(String method, String path, @Nullable Object body, String id, String etag) {

        Api.Answer by(Api caller) {
            byte[] bytes = body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8);
            return method.equals("PUT")
                    ? caller.send(method, path, bytes, "If-Match", etag)
                    : caller.send(method, path, bytes);
        }

        /** The same about something that never was. */
        Call toUnknown() {
            String unknown = id.replaceAll("[0-9a-z]{26}$", "0".repeat(26));
            return new Call(method, path.replace(id, unknown), body, unknown, etag);
        }
    }

    /** The operation as somebody would call it who may do everything; about the same things until they are used up. */
    Call prepare(String operation) {
        Call ready = prepared.get(operation);
        if (ready == null) {
            ready = call(operation);
            prepared.put(operation, ready);
        }
        return ready;
    }

    void useUp(String operation) {
        prepared.remove(operation);
    }

    private Call call(String operation) {
        String method = operation.split(" ")[0];
        String pattern = operation.split(" ")[1];
        String id = id(operation, pattern.split("/")[1]);
        known.add(id);
        String path = pattern.replace("{id}", id).replace("{number}", "1")
                + (pattern.endsWith("/comparison") ? "?baseline=" + id : "")
                + (pattern.endsWith("-credentials/rbac") ? "?namespace=load" : "");
        String etag = operation.equals("PUT /environments/{id}")
                ? Objects.requireNonNull(api.get(path).header("ETag"))
                : "\"1\"";
        return new Call(method, path, body(operation, id), id, etag);
    }

    /** What the text tells of the environment beyond what its reader already said in the call. */
    List<String> leaks(Call call, String text) {
        String said = call.path() + call.body();
        Set<String> secrets = new TreeSet<>(known);
        secrets.add("\"" + environment + "\"");
        secrets.remove("");
        return secrets.stream()
                .filter(text::contains)
                .filter(secret -> !said.contains(secret.replace("\"", "")))
                .toList();
    }

    private String id(String operation, String noun) {
        return switch (operation) {
            case "POST /runs/{id}/stop" -> running();
            case "POST /runs/{id}/lease" -> leased();
            case "GET /environments/{id}", "PUT /environments/{id}", "DELETE /environments/{id}" ->
                environmentId(environment);
            default ->
                !operation.contains("{id}")
                        ? ""
                        : switch (noun) {
                            case "loadtests" ->
                                operation.endsWith("/baseline")
                                        ? run().loadTestId().value()
                                        : loadTest();
                            case "runs" -> run().id().value();
                            case "schedules" -> create("/schedules", schedule(loadTest()));
                            case "cluster-credentials" -> credential(environment);
                            case "webhooks" -> create("/webhooks", webhook());
                            case "tokens" -> create("/tokens", Tokens.request("viewer", environment));
                            default -> throw new IllegalArgumentException(operation);
                        };
        };
    }

    private @Nullable Object body(String operation, String id) {
        return switch (operation) {
            case "POST /loadtests", "POST /loadtests/validate" -> definition();
            case "PUT /loadtests/{id}" -> revised(id);
            case "POST /loadtests/{id}/runs" -> Api.JSON.createObjectNode();
            case "PUT /loadtests/{id}/baseline" -> Api.JSON.createObjectNode().put("run_id", latestRun(id));
            case "PATCH /runs/{id}/load" -> Api.JSON.createObjectNode().put("users", 2);
            case "POST /schedules" -> schedule(loadTest());
            case "PUT /schedules/{id}" ->
                schedule(api.get("/schedules/" + id)
                        .json(200)
                        .path("load_test_id")
                        .asText());
            case "POST /environments" -> environmentBody(environment + "-" + COUNT.incrementAndGet());
            case "PUT /environments/{id}" -> environmentBody(environment);
            case "POST /cluster-credentials" -> ownCredential();
            case "PUT /cluster-credentials/{id}" ->
                ownCredential()
                        .put(
                                "name",
                                api.get("/cluster-credentials/" + id)
                                        .json(200)
                                        .path("name")
                                        .asText());
            case "POST /webhooks", "PUT /webhooks/{id}" -> webhook();
            case "POST /tokens" -> Tokens.request("viewer", environment);
            default -> null;
        };
    }

    private ObjectNode definition() {
        return Requests.loadTest().put("environment", environment);
    }

    private ObjectNode revised(String id) {
        ObjectNode revised = definition().put("users", 3);
        revised.remove("start");
        return revised.put(
                "name", api.get("/loadtests/" + id).json(200).path("name").asText());
    }

    private ObjectNode schedule(String loadTest) {
        return Api.JSON.createObjectNode().put("load_test_id", loadTest).put("cron", "0 0 1 1 *");
    }

    /** On an address where nobody is. */
    private ObjectNode webhook() {
        ObjectNode body = Api.JSON
                .createObjectNode()
                .put("url", "http://127.0.0.1:1/hook")
                .put("environment", environment);
        body.putArray("events").add("schedule.missed");
        return body;
    }

    private ObjectNode environmentBody(String name) {
        ObjectNode body = Api.JSON
                .createObjectNode()
                .put("name", name)
                .put("cluster_credential_id", globalCredential)
                .put("namespace", "local");
        body.putObject("limits").put("concurrent_runs", 1);
        return body;
    }

    private String environmentId(String name) {
        for (JsonNode item : api.get("/environments?limit=200").json(200).path("items")) {
            if (item.path("name").asText().equals(name)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("no environment " + name);
    }

    /** Of a cluster of the environment's own: that of this machine is not for its platform team to give. */
    private ObjectNode ownCredential() {
        ObjectNode body = Credentials.token();
        body.putArray("environments").add(environment);
        return body;
    }

    private String credential(@Nullable String where) {
        ObjectNode body = Api.JSON
                .createObjectNode()
                .put("name", "walked-" + COUNT.incrementAndGet())
                .put("kind", "local");
        if (where != null) {
            body.putArray("environments").add(where);
        }
        return create("/cluster-credentials", body);
    }

    private String loadTest() {
        String id = create("/loadtests", definition());
        known.add(id);
        return id;
    }

    private String latestRun(String loadTest) {
        JsonNode runs = api.get("/loadtests/" + loadTest + "/runs").json(200);
        return runs.at("/items/0/id").asText();
    }

    private Run run() {
        Run run = runs.at(now(), environment, 1);
        known.add(run.loadTestId().value());
        return run;
    }

    private String running() {
        Run run = runs.running(now(), environment);
        known.add(run.loadTestId().value());
        return run.id().value();
    }

    /** A run that waits for its place. */
    private String leased() {
        return create(
                "/loadtests/" + loadTest() + "/runs",
                Api.JSON.createObjectNode().put("lease", "10m"));
    }

    private Instant now() {
        return service.bean(Clock.class).instant();
    }

    private String create(String path, Object body) {
        return api.post(path, body).json(201).path("id").asText();
    }
}
