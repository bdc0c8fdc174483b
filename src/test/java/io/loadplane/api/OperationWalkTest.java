package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Who may do what: every operation, asked by every role in the environment it is about, in another one, and everywhere. */
class OperationWalkTest {

    /** Viewer, tester, platform there | viewer, tester, platform of another environment | viewer, tester, platform of all. */
    private static final String EXPECTED = """
            GET /loadtests                              | 200 200 200 | 200 200 200 | 200 200 200
            POST /loadtests                             | 403 201 201 | 403 400 400 | 403 201 201
            POST /loadtests/validate                    | 403 200 200 | 403 400 400 | 403 200 200
            GET /loadtests/{id}                         | 200 200 200 | 404 404 404 | 200 200 200
            PUT /loadtests/{id}                         | 403 200 200 | 404 404 404 | 403 200 200
            DELETE /loadtests/{id}                      | 403 204 204 | 404 404 404 | 403 204 204
            GET /loadtests/{id}/revisions               | 200 200 200 | 404 404 404 | 200 200 200
            GET /loadtests/{id}/revisions/{number}      | 200 200 200 | 404 404 404 | 200 200 200
            PUT /loadtests/{id}/baseline                | 403 200 200 | 404 404 404 | 403 200 200
            DELETE /loadtests/{id}/baseline             | 403 204 204 | 404 404 404 | 403 204 204
            GET /loadtests/{id}/trend                   | 200 200 200 | 404 404 404 | 200 200 200
            GET /loadtests/{id}/runs                    | 200 200 200 | 404 404 404 | 200 200 200
            POST /loadtests/{id}/runs                   | 403 201 201 | 404 404 404 | 403 201 201
            GET /runs                                   | 200 200 200 | 200 200 200 | 200 200 200
            GET /runs/{id}                              | 200 200 200 | 404 404 404 | 200 200 200
            DELETE /runs/{id}                           | 403 204 204 | 404 404 404 | 403 204 204
            GET /runs/{id}/events                       | 200 200 200 | 404 404 404 | 200 200 200
            GET /runs/{id}/stats                        | 200 200 200 | 404 404 404 | 200 200 200
            GET /runs/{id}/series                       | 200 200 200 | 404 404 404 | 200 200 200
            GET /runs/{id}/logs                         | 200 200 200 | 404 404 404 | 200 200 200
            GET /runs/{id}/comparison                   | 200 200 200 | 404 404 404 | 200 200 200
            GET /runs/{id}/stream                       | 200 200 200 | 404 404 404 | 200 200 200
            GET /runs/{id}/report                       | 200 200 200 | 404 404 404 | 200 200 200
            POST /runs/{id}/stop                        | 403 202 202 | 404 404 404 | 403 202 202
            POST /runs/{id}/lease                       | 403 200 200 | 404 404 404 | 403 200 200
            PATCH /runs/{id}/load                       | 403 409 409 | 404 404 404 | 403 409 409
            PUT /runs/{id}/keep                         | 403 200 200 | 404 404 404 | 403 200 200
            DELETE /runs/{id}/keep                      | 403 200 200 | 404 404 404 | 403 200 200
            GET /schedules                              | 200 200 200 | 200 200 200 | 200 200 200
            POST /schedules                             | 403 201 201 | 403 400 400 | 403 201 201
            GET /schedules/{id}                         | 200 200 200 | 404 404 404 | 200 200 200
            PUT /schedules/{id}                         | 403 200 200 | 404 404 404 | 403 200 200
            DELETE /schedules/{id}                      | 403 204 204 | 404 404 404 | 403 204 204
            POST /schedules/{id}/pause                  | 403 200 200 | 404 404 404 | 403 200 200
            POST /schedules/{id}/resume                 | 403 200 200 | 404 404 404 | 403 200 200
            GET /environments                           | 200 200 200 | 200 200 200 | 200 200 200
            POST /environments                          | 403 403 403 | 403 403 403 | 403 403 201
            GET /environments/{id}                      | 200 200 200 | 404 404 404 | 200 200 200
            PUT /environments/{id}                      | 403 403 200 | 404 404 404 | 403 403 200
            DELETE /environments/{id}                   | 403 403 403 | 404 404 404 | 403 403 409
            GET /cluster-credentials                    | 200 200 200 | 200 200 200 | 200 200 200
            POST /cluster-credentials                   | 403 403 201 | 403 403 403 | 403 403 201
            GET /cluster-credentials/rbac               | 403 403 200 | 403 403 200 | 403 403 200
            GET /cluster-credentials/{id}               | 200 200 200 | 404 404 404 | 200 200 200
            PUT /cluster-credentials/{id}               | 403 403 200 | 404 404 404 | 403 403 200
            DELETE /cluster-credentials/{id}            | 403 403 204 | 404 404 404 | 403 403 204
            POST /cluster-credentials/{id}/verify       | 403 403 200 | 404 404 404 | 403 403 200
            GET /cluster-credentials/{id}/rbac          | 200 200 200 | 404 404 404 | 200 200 200
            GET /cluster-credentials/{id}/orphans       | 200 200 200 | 404 404 404 | 200 200 200
            GET /tokens                                 | 403 403 200 | 403 403 200 | 403 403 200
            POST /tokens                                | 403 403 201 | 403 403 400 | 403 403 201
            GET /tokens/{id}                            | 403 403 200 | 403 403 404 | 403 403 200
            DELETE /tokens/{id}                         | 403 403 204 | 403 403 404 | 403 403 204
            GET /webhooks                               | 403 403 200 | 403 403 200 | 403 403 200
            POST /webhooks                              | 403 403 201 | 403 403 400 | 403 403 201
            GET /webhooks/{id}                          | 403 403 200 | 403 403 404 | 403 403 200
            PUT /webhooks/{id}                          | 403 403 200 | 403 403 404 | 403 403 200
            DELETE /webhooks/{id}                       | 403 403 204 | 403 403 404 | 403 403 204
            POST /webhooks/{id}/test                    | 403 403 200 | 403 403 404 | 403 403 200
            GET /webhooks/{id}/deliveries               | 403 403 200 | 403 403 404 | 403 403 200
            GET /audit                                  | 403 403 200 | 403 403 200 | 403 403 200
            GET /prometheus                             | 403 403 403 | 403 403 403 | 200 200 200
            """;

    /** Open to everybody, whatever they present. */
    private static final Set<String> OPEN = Set.of("GET /");

    private static final TestService SERVICE = TestService.shared();
    private static final Map<String, List<Integer>> TABLE = table();

    private static WalkedObjects objects;
    private static List<Api> callers = List.of();
    private static List<Api> nobodies = List.of();

    @BeforeAll
    static void prepare() {
        objects = new WalkedObjects(SERVICE);
        callers = Stream.of(
                        new String[] {objects.environment()}, new String[] {objects.otherEnvironment()}, new String[0])
                .flatMap(where ->
                        Stream.of("viewer", "tester", "platform").map(role -> Tokens.caller(SERVICE, role, where)))
                .toList();
        String valid = Tokens.text(SERVICE, "platform");
        nobodies = Stream.of(
                        null,
                        "nonsense",
                        "lp_",
                        "lp_" + "0".repeat(26) + "_" + "0".repeat(64),
                        valid.replaceFirst("_[0-9a-f]{64}", "_" + "0".repeat(64)),
                        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
                        Tokens.expired(SERVICE),
                        Tokens.revoked(SERVICE))
                .map(SERVICE::caller)
                .toList();
    }

    @Test
    void every_operation_is_in_the_table() throws IOException {
        Set<String> described = operations();

        Set<String> walked = new TreeSet<>(TABLE.keySet());
        walked.addAll(OPEN);
        walked.remove("GET /prometheus");

        assertThat(walked).isEqualTo(described);
    }

    @ParameterizedTest
    @MethodSource("walked")
    void a_caller_may_do_what_the_role_allows_where_it_holds(String operation) {
        List<Integer> statuses = new ArrayList<>();

        for (Api caller : callers) {
            WalkedObjects.Call call = objects.prepare(operation);
            Api.Answer answer = call.by(caller);
            statuses.add(answer.status());
            if (answer.status() < 300) {
                objects.useUp(operation);
            }
            if (statuses.size() > 3 && statuses.size() <= 6) {
                assertThat(objects.leaks(call, answer.text())).as(answer.text()).isEmpty();
            }
            if (answer.status() == 403) {
                assertThat(answer.json().path("code").asText()).isEqualTo("forbidden");
                assertThat(answer.json().path("detail").asText()).containsPattern("role (viewer|tester|platform)");
            }
        }

        assertThat(statuses).isEqualTo(TABLE.get(operation));
    }

    /** Nobody finds out what there is by asking for it. */
    @ParameterizedTest
    @MethodSource("hidden")
    void what_a_caller_may_not_see_is_answered_as_if_it_were_not_there(String operation) {
        Api stranger = callers.get(5);
        WalkedObjects.Call hidden = objects.prepare(operation);

        String answer = hidden.by(stranger).text();

        WalkedObjects.Call unknown = hidden.toUnknown();
        assertThat(answer.replace(hidden.id(), unknown.id()))
                .isEqualTo(unknown.by(stranger).text());
    }

    @ParameterizedTest
    @MethodSource("walked")
    void whoever_presents_no_valid_token_learns_nothing(String operation) {
        WalkedObjects.Call call = objects.prepare(operation);

        for (Api nobody : nobodies) {
            Api.Answer answer = call.by(nobody);

            JsonNode problem = answer.json(401);
            assertThat(problem.propertyStream().map(Map.Entry::getKey))
                    .containsExactlyInAnyOrder("type", "title", "status", "detail", "code");
            assertThat(problem.path("code").asText()).isEqualTo("unauthorized");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void health_description_and_root_are_open() {
        for (String path : List.of("/", "/health", "/health/readiness", "/openapi")) {
            assertThat(SERVICE.stranger().get(path).status()).as(path).isEqualTo(200);
        }
    }

    static Stream<String> walked() {
        return TABLE.keySet().stream();
    }

    static Stream<String> hidden() {
        return TABLE.entrySet().stream()
                .filter(row -> row.getKey().contains("{id}") && row.getValue().get(5) == 404)
                .map(Map.Entry::getKey);
    }

    private static Map<String, List<Integer>> table() {
        Map<String, List<Integer>> table = new LinkedHashMap<>();
        EXPECTED.lines().forEach(line -> {
            String[] cells = line.split(" *\\| *", 2);
            table.put(
                    cells[0],
                    Stream.of(cells[1].split("[ |]+")).map(Integer::valueOf).toList());
        });
        return table;
    }

    private static Set<String> operations() throws IOException {
        try (Reader description = Files.newBufferedReader(Path.of("openapi/loadplane.yml"))) {
            Map<String, Map<String, Map<String, Object>>> document = new Yaml().load(description);
            Set<String> operations = new TreeSet<>();
            Objects.requireNonNull(document.get("paths"))
                    .forEach((path, methods) -> methods.keySet()
                            .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
            return operations;
        }
    }
}
