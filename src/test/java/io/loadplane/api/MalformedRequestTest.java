package io.loadplane.api;

import static io.loadplane.testing.Api.findings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a request is said at its place, and nothing of it is stored. */
class MalformedRequestTest {

    private final Api api = TestService.shared().api();
    private int before;

    @BeforeEach
    void countLoadTests() {
        before = loadTests();
    }

    @AfterEach
    void nothingWasStored() {
        assertThat(loadTests()).isEqualTo(before);
    }

    /** Each line of the file changes some fields of a good request, and says where and what the finding must be. */
    @ParameterizedTest(name = "{0} → {1} {2}")
    @CsvFileSource(
            resources = "/malformed-requests.csv",
            delimiter = '|',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = true)
    void a_wrong_value_is_reported_at_its_place(String change, String pointer, String code) throws IOException {
        ObjectNode request = Requests.loadTest();
        request.setAll((ObjectNode) Api.JSON.readTree("{" + change + "}"));

        Api.Answer answer = api.post("/loadtests", request);

        JsonNode problem = answer.json(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(findings(problem)).as(answer.text()).contains(pointer + " " + code);
        assertThat(problem.path("errors"))
                .allSatisfy(error -> assertThat(error.path("message").asText()).isNotBlank());
    }

    @Test
    void all_findings_come_at_once() throws IOException {
        String body = """
                {"name": 5, "main_py_content": "def x(:", "users": 0, "replicas": "many", "run_time": "soon", "colour": "red",
                 "lib_files_content": {"../a.py": ""}, "env": {"PATH": "x"}, "pip_packages": ["-r a", "ok==1"],
                 "environment": "nowhere", "criteria": [{"metric": "speed", "op": "<", "value": 1}, {"metric": "p95"}]}
                """;

        JsonNode problem = api.send("POST", "/loadtests", body.getBytes(StandardCharsets.UTF_8))
                .json(400);

        assertThat(findings(problem))
                .contains(
                        "/name wrong_type",
                        "/users out_of_range",
                        "/replicas wrong_type",
                        "/run_time malformed_duration",
                        "/colour unknown_field",
                        "/lib_files_content/..~1a.py parent_path",
                        "/env/PATH reserved_name",
                        "/pip_packages/0 pip_option",
                        "/environment unknown_environment",
                        "/criteria/0/metric unknown_metric",
                        "/criteria/1/op required",
                        "/criteria/1/value required");
        assertThat(problem.path("code").asText()).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''           | body_missing", "{             | malformed_json", "{\"a\": 1} x  | malformed_json",
                        "[1]           | wrong_type",
                "5            | wrong_type", "null          | wrong_type",
                        "{\"name\": \"a\", \"name\": \"b\"} | malformed_json", "hello | malformed_json"
            })
    void a_body_that_is_no_json_object_is_refused_as_a_whole(String body, String code) {
        for (String path : List.of("/loadtests", "/loadtests/validate")) {
            JsonNode problem = api.send("POST", path, body.getBytes(StandardCharsets.UTF_8))
                    .json(400);

            assertThat(findings(problem)).as(problem.toString()).containsExactly(" " + code);
        }
    }

    @Test
    void a_body_that_is_not_utf_8_is_refused() {
        byte[] latin = "{\"name\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(findings(api.send("POST", "/loadtests", latin).json(400))).containsExactly(" not_utf8");
    }

    @Test
    void a_body_that_nests_without_end_is_refused() {
        byte[] deep = ("{\"helm_values\":" + "{\"a\":".repeat(50_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(findings(api.send("POST", "/loadtests", deep).json(400))).containsExactly(" too_complex");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        ObjectNode request = Requests.loadTest();
        request.putObject("lib_files_content").put("big.txt", "x".repeat(11 << 20));

        Api.Answer answer = api.post("/loadtests", request);

        assertThat(answer.json(413).path("code").asText()).isEqualTo("body_too_large");
    }

    @Test
    void another_content_type_is_refused() {
        Api.Answer answer =
                api.send("POST", "/loadtests", "{}".getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain");

        assertThat(answer.json(415).path("code").asText()).isEqualTo("unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource({
        "/runs?limit=0,limit,out_of_range",
        "/runs?limit=many,limit,wrong_type",
        "/runs?limit=201,limit,out_of_range",
        "/runs?cursor=zzz,cursor,malformed_cursor",
        "/runs?colour=red,colour,unknown_parameter",
        "/runs?status=winning,status,unknown_value",
        "/runs?created_after=yesterday,created_after,malformed_time",
        "/runs?label=team,label,malformed_label",
        "/runs?limit=1&limit=2,limit,repeated_parameter",
        "/loadtests?limit=-1,limit,out_of_range",
        "/loadtests?page=2,page,unknown_parameter",
        "/runs?load_test_id=x,load_test_id,malformed_id"
    })
    void a_wrong_parameter_is_named(String path, String parameter, String code) {
        JsonNode error = api.get(path).json(400).path("errors").path(0);

        assertThat(error.path("parameter").asText()).isEqualTo(parameter);
        assertThat(error.path("code").asText()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nothing",
        "GET,/runs/run-1",
        "GET,/runs/run-00000000000000000000000000",
        "GET,/loadtests/x",
        "DELETE,/runs/x",
        "POST,/runs/x/stop",
        "GET,/runs/x/logs",
        "GET,/environments/env-1",
        "GET,/loadtests/lt-1/revisions/1"
    })
    void what_is_not_there_is_a_problem_too(String method, String path) {
        Api.Answer answer = api.send(method, path, null);

        assertThat(answer.json(404).path("code").asText()).isEqualTo("not_found");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void without_a_token_nothing_but_the_open_pages_answers() throws SQLException {
        Api stranger = TestService.shared().stranger();

        for (String path : List.of("/runs", "/loadtests", "/environments", "/nothing")) {
            assertThat(stranger.get(path).json(401).path("code").asText()).isEqualTo("unauthorized");
        }
        for (String path : List.of("/", "/health", "/health/readiness", "/openapi")) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(200);
        }
    }

    private int loadTests() {
        int count = 0;
        String cursor = "";
        do {
            JsonNode page = api.get("/loadtests?limit=200" + cursor).json(200);
            count += page.path("items").size();
            cursor = page.path("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (!cursor.isEmpty());
        return count;
    }
}
