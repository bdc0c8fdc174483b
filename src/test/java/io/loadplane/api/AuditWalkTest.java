package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Every operation that changes something leaves an entry in the audit, whether it is done or refused. */
class AuditWalkTest {

    /** They are posted, but change nothing. */
    private static final Set<String> QUESTIONS =
            Set.of("POST /loadtests/validate", "POST /cluster-credentials/{id}/verify");

    /** Done only where a master really runs: ClusterFeatureTest looks for its entry. */
    private static final String LIVE = "PATCH /runs/{id}/load";

    private static final TestService SERVICE = TestService.shared();

    private static WalkedObjects objects;

    @BeforeAll
    static void prepare() {
        objects = new WalkedObjects(SERVICE);
    }

    @ParameterizedTest
    @MethodSource("done")
    void what_is_done_has_one_entry(String operation, String action) {
        var request = Tokens.request("platform");
        Api caller = SERVICE.caller(
                SERVICE.api().post("/tokens", request).json(201).path("token").asText());
        WalkedObjects.Call call = prepareChange(operation);

        Api.Answer answer = call.by(caller);

        objects.useUp(operation);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        List<JsonNode> entries =
                entries("caller=token:%s".formatted(request.path("name").asText()));
        assertThat(entries).hasSize(1);
        JsonNode entry = entries.getFirst();
        assertThat(entry.path("action").asText()).isEqualTo(action);
        assertThat(entry.path("outcome").asText()).isEqualTo("done");
        assertThat(entry.at("/caller/kind").asText()).isEqualTo("token");
        assertThat(entry.at("/caller/address").asText()).isEqualTo("127.0.0.1");
        assertThat(entry.at("/object/name").asText()).isNotEmpty();
        assertThat(entry.path("changes").isObject()).isTrue();
        // Of what is made and of a run that is started, the answer tells the id.
        boolean same = !call.id().isEmpty() && !operation.equals("POST /loadtests/{id}/runs");
        assertThat(entry.at("/object/id").asText())
                .isEqualTo(same ? call.id() : answer.json().path("id").asText());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void what_is_refused_has_one_entry(String operation, String action) {
        var request = Tokens.request("viewer", objects.environment());
        Api caller = SERVICE.caller(
                SERVICE.api().post("/tokens", request).json(201).path("token").asText());
        WalkedObjects.Call call = objects.prepare(operation);

        call.by(caller).json(403);

        String query = "caller=token:%s".formatted(request.path("name").asText());
        await().atMost(Duration.ofSeconds(5)).until(() -> !entries(query).isEmpty());
        JsonNode entry = entries(query).getFirst();
        assertThat(entry.path("action").asText()).isEqualTo(action);
        assertThat(entry.path("outcome").asText()).isEqualTo("refused");
        assertThat(entry.path("status").asInt()).isEqualTo(403);
        assertThat(entry.path("code").asText()).isEqualTo("forbidden");
        assertThat(entry.at("/object/id").asText("")).isEqualTo(call.id());
        if (!operation.equals("POST /environments")) {
            assertThat(entry.at("/object/environments/0").asText()).isEqualTo(objects.environment());
        }
    }

    /** The operation where it really changes something. */
    private static WalkedObjects.Call prepareChange(String operation) {
        Api api = SERVICE.api();
        if (operation.equals("DELETE /environments/{id}")) {
            String body = "{\"name\": \"unused-%s\", \"namespace\": \"load\", \"cluster_credential_id\": \"%s\"}"
                    .formatted(objects.environment(), Credentials.store(api));
            String unused = api.post("/environments", body).json(201).path("id").asText();
            return new WalkedObjects.Call("DELETE", "/environments/" + unused, null, unused, "");
        }
        WalkedObjects.Call call = objects.prepare(operation);
        switch (operation) {
            case "DELETE /runs/{id}/keep" -> api.put(call.path(), "").json(200);
            case "POST /schedules/{id}/resume" ->
                api.post(call.path().replace("resume", "pause"), "").json(200);
            case "DELETE /loadtests/{id}/baseline" -> {
                String run = api.get("/loadtests/" + call.id() + "/runs")
                        .json(200)
                        .at("/items/0/id")
                        .asText();
                api.put(call.path(), "{\"run_id\": \"%s\"}".formatted(run)).json(200);
            }
            default -> {}
        }
        return call;
    }

    private static List<JsonNode> entries(String query) {
        JsonNode items = SERVICE.api().get("/audit?" + query).json(200).path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    static Stream<Object[]> done() throws IOException {
        return changes().filter(row -> !row[0].equals(LIVE));
    }

    static Stream<Object[]> changes() throws IOException {
        try (Reader description = Files.newBufferedReader(Path.of("openapi/loadplane.yml"))) {
            Map<String, Map<String, Map<String, Map<String, Object>>>> document = new Yaml().load(description);
            Map<String, String> operations = new TreeMap<>();
            Objects.requireNonNull(document.get("paths"))
                    .forEach((path, methods) -> methods.forEach((method, operation) -> operations.put(
                            method.toUpperCase(Locale.ROOT) + " " + path,
                            String.valueOf(operation.get("operationId"))
                                    .replaceAll("([A-Z])", "_$1")
                                    .toLowerCase(Locale.ROOT))));
            return operations.entrySet().stream()
                    .filter(operation ->
                            !operation.getKey().startsWith("GET ") && !QUESTIONS.contains(operation.getKey()))
                    .map(operation -> new Object[] {operation.getKey(), operation.getValue()});
        }
    }
}
