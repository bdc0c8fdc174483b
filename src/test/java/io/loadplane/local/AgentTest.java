package io.loadplane.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent on the web port of a real master: one language on every Locust version, and closed to everybody else. */
class AgentTest {

    private static final Pattern TOKEN = Pattern.compile("LOADPLANE_TOKEN=([0-9a-f]{64})");

    private final TestService service = TestService.shared();
    private final Api api = service.api();
    private final Runs runs = new Runs(api);
    private final CountingTarget target = CountingTarget.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void closeTarget() {
        target.close();
    }

    @Test
    void every_locust_version_gives_the_same_document() throws Exception {
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        for (String version : new String[] {"2.20.1", "2.32.4", "2.47.0"}) {
            String run = start(version);
            JsonNode document = Api.JSON.readTree(
                    call(run, "GET", "/ctl/v1/stats", token(run)).body());
            assertThat(document.path("locust").asText()).isEqualTo(version);
            fields.put(version, fieldsOf(document, ""));
            api.post("/runs/" + run + "/stop", "").json(202);
            runs.awaitEnd(run);
        }

        assertThat(fields.get("2.20.1")).isEqualTo(fields.get("2.32.4")).isEqualTo(fields.get("2.47.0"));
        assertThat(fields.get("2.47.0"))
                .contains(
                        "/total/percentiles/p95",
                        "/endpoints/current_percentiles/p99",
                        "/workers/cpu_percent",
                        "/workers/loop_delay_ms",
                        "/endpoints/failures");
    }

    @Test
    void without_the_token_nothing_but_health_answers() throws Exception {
        String run = start("2.47.0");

        for (String path :
                new String[] {"/", "/stats/requests", "/ctl/v1/stats", "/ctl/v1/final", "/logs", "/nothing"}) {
            assertThat(call(run, "GET", path, "0".repeat(64)).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        for (String path : new String[] {"/swarm", "/ctl/v1/stop", "/ctl/v1/ack"}) {
            assertThat(call(run, "POST", path, "").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(call(run, "GET", "/ctl/v1/healthz", "").statusCode()).isEqualTo(200);
        assertThat(call(run, "GET", "/ctl/v1/final", token(run)).statusCode())
                .as("not yet")
                .isEqualTo(409);
        api.post("/runs/" + run + "/stop", "").json(202);
        assertThat(runs.awaitEnd(run).path("status").asText()).isEqualTo("stopped");
    }

    private String start(String version) {
        ObjectNode request = Requests.loadTest(target, "5m").put("image", "locustio/locust:" + version);
        String run = runs.start(request);
        runs.awaitRunning(run);
        Awaitility.await()
                .until(() -> api.get("/runs/" + run + "/stats").status() == 200
                        && runs.stats(run).path("endpoints").size() > 0);
        return run;
    }

    private HttpResponse<String> call(String run, String method, String path, String token) throws Exception {
        Path ports = service.home().resolve("runs").resolve(run).resolve("ports");
        URI uri = URI.create("http://127.0.0.1:" + Files.readAllLines(ports).get(1) + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("X-Loadplane-Token", token)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String token(String run) throws IOException {
        Path environment = Path.of("/proc", Long.toString(Runs.pid(service.home(), run, "master")), "environ");
        Matcher matcher = TOKEN.matcher(Files.readString(environment, StandardCharsets.ISO_8859_1));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** Paths of all fields; elements of lists count as one. */
    private static Set<String> fieldsOf(JsonNode node, String path) {
        Set<String> fields = new TreeSet<>();
        node.properties().forEach(field -> {
            fields.add(path + "/" + field.getKey());
            fields.addAll(fieldsOf(field.getValue(), path + "/" + field.getKey()));
        });
        node.forEach(element -> {
            if (node.isArray()) {
                fields.addAll(fieldsOf(element, path));
            }
        });
        return fields;
    }
}
