package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTestApiTest {

    private final Api api = TestService.shared().api();

    @Test
    void what_is_stored_shows_every_field_with_what_came_out() {
        ObjectNode request = Requests.loadTest().put("users", 250).put("run_time", "90s");
        request.putObject("lib_files_content").put("a/b.py", "B = 1");

        Api.Answer created = api.post("/loadtests", request);

        JsonNode view = created.json(201);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.header("Location"))
                .isEqualTo("/loadtests/" + view.path("id").asText());
        assertThat(view.path("environment").asText()).isEqualTo("local");
        assertThat(view.path("spawn_rate").asDouble()).isEqualTo(100);
        assertThat(view.path("run_time").asText()).isEqualTo("1m30s");
        assertThat(view.path("stop_timeout").asText()).isEqualTo("10s");
        assertThat(view.path("deadline").asText()).isEqualTo("16m30s");
        assertThat(view.path("replicas").asInt()).isEqualTo(1);
        assertThat(view.path("mode").asText()).isEqualTo("autostart");
        assertThat(view.path("latest_run").isNull()).isTrue();
        assertThat(view.path("lib_files_content")).isEqualTo(request.path("lib_files_content"));
        assertThat(api.get("/loadtests/" + view.path("id").asText()).json(200)).isEqualTo(view);
    }

    @Test
    void what_was_read_can_be_sent_back() {
        JsonNode created = api.post("/loadtests", Requests.loadTest()).json(201);
        String path = "/loadtests/" + created.path("id").asText();
        ObjectNode definition = created.deepCopy();
        definition.remove(List.of(
                "id",
                "version",
                "revision",
                "latest_run",
                "baseline_id",
                "warnings",
                "created_at",
                "updated_at",
                "links"));

        JsonNode same = api.put(path, definition, "If-Match", "\"1\"").json(200);

        assertThat(same.path("revision").asInt()).as("nothing changed").isEqualTo(1);
    }

    @Test
    void a_change_makes_a_revision_and_leaves_the_old_one_as_it_was() {
        ObjectNode request = Requests.loadTest();
        String path = "/loadtests/"
                + api.post("/loadtests", request).json(201).path("id").asText();
        request.remove("start");
        request.put("users", 7);

        Api.Answer revised = api.put(path, request, "If-Match", "\"1\"");

        assertThat(revised.json(200).path("revision").asInt()).isEqualTo(2);
        assertThat(revised.header("ETag")).isEqualTo("\"2\"");
        assertThat(api.get(path + "/revisions/1").json(200).path("users").asInt())
                .isEqualTo(1);
        assertThat(api.get(path + "/revisions").json(200).path("items").findValuesAsText("number"))
                .containsExactly("2", "1");
        JsonNode first = api.get(path + "/revisions?limit=1").json(200);
        JsonNode rest = api.get(
                        path + "/revisions?cursor=" + first.path("next_cursor").asText())
                .json(200);
        assertThat(first.path("items").findValuesAsText("number")).containsExactly("2");
        assertThat(rest.path("items").findValuesAsText("number")).containsExactly("1");
    }

    @Test
    void nobody_overwrites_what_they_have_not_read() {
        ObjectNode request = Requests.loadTest();
        String path = "/loadtests/"
                + api.post("/loadtests", request).json(201).path("id").asText();
        request.remove("start");

        assertThat(api.put(path, request).json(428).path("code").asText()).isEqualTo("if_match_required");
        assertThat(api.put(path, request, "If-Match", "\"2\"")
                        .json(412)
                        .path("code")
                        .asText())
                .isEqualTo("version_mismatch");
        assertThat(api.put(path, request, "If-Match", "*")
                        .json(412)
                        .path("code")
                        .asText())
                .isEqualTo("version_mismatch");
        assertThat(api.put(path, request.put("name", "other"), "If-Match", "\"1\"")
                        .json(400)
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asText())
                .isEqualTo("immutable");
    }

    @Test
    void a_name_is_taken_once_in_an_environment() {
        ObjectNode request = Requests.loadTest();
        String id = api.post("/loadtests", request).json(201).path("id").asText();

        JsonNode conflict = api.post("/loadtests", request).json(409);
        JsonNode unchanged =
                api.post("/loadtests", request.put("if_exists", "revise")).json(200);
        JsonNode revised = api.post("/loadtests", request.put("users", 3)).json(201);

        assertThat(conflict.path("code").asText()).isEqualTo("already_exists");
        assertThat(conflict.path("existing_id").asText()).isEqualTo(id);
        assertThat(unchanged.path("revision").asInt()).isEqualTo(1);
        assertThat(revised.path("revision").asInt()).isEqualTo(2);
        assertThat(revised.path("id").asText()).isEqualTo(id);
    }

    @Test
    void a_call_with_a_key_happens_once() {
        ObjectNode request = Requests.loadTest();

        JsonNode first =
                api.post("/loadtests", request, "Idempotency-Key", "key-1").json(201);
        JsonNode again =
                api.post("/loadtests", request, "Idempotency-Key", "key-1").json(201);
        JsonNode other = api.post("/loadtests", Requests.loadTest(), "Idempotency-Key", "key-1")
                .json(422);

        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(other.path("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(api.post("/loadtests", Requests.loadTest(), "Idempotency-Key", " ")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_call_answers_with_the_run_that_it_started_though_there_is_a_later_one() {
        ObjectNode request = Requests.loadTest().put("start", true).put("main_py_content", "raise ValueError()\n");
        JsonNode first =
                api.post("/loadtests", request, "Idempotency-Key", "key-3").json(201);
        api.post("/loadtests/" + first.path("id").asText() + "/runs", "{}").json(201);

        JsonNode again =
                api.post("/loadtests", request, "Idempotency-Key", "key-3").json(201);

        assertThat(again.path("latest_run").path("id").asText())
                .isEqualTo(first.path("latest_run").path("id").asText());
    }

    @Test
    void a_failed_call_does_not_use_up_its_key() {
        ObjectNode request = Requests.loadTest().put("users", 0);
        api.post("/loadtests", request, "Idempotency-Key", "key-2").json(400);

        api.post("/loadtests", request.put("users", 1), "Idempotency-Key", "key-2")
                .json(201);
    }

    @Test
    void checking_a_definition_stores_nothing() {
        ObjectNode request = Requests.loadTest().put("replicas", 2).put("users", 1);

        JsonNode validation = api.post("/loadtests/validate", request).json(200);

        assertThat(validation.path("valid").asBoolean()).isTrue();
        assertThat(validation.path("manifests")).hasSize(3);
        assertThat(validation.path("warnings").path(0).path("code").asText()).isEqualTo("idle_workers");
        assertThat(validation.path("definition").path("run_time").asText()).isEqualTo("1m");
        assertThat(api.get("/loadtests?name=" + request.path("name").asText())
                        .json(200)
                        .path("items"))
                .isEmpty();
        assertThat(api.post("/loadtests/validate", request.put("users", 0)).status())
                .isEqualTo(400);
    }

    @Test
    void fields_that_have_no_effect_here_are_said() {
        ObjectNode request = Requests.loadTest();
        request.putObject("ingress").put("enabled", true);
        request.putArray("env_from").addObject().put("secret", "a");
        request.putObject("lib_files_content").put("broken.py", "def (");

        JsonNode warnings = api.post("/loadtests", request).json(201).path("warnings");

        assertThat(warnings.findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/ingress", "/env_from", "/lib_files_content/broken.py");
    }

    @Test
    void lists_are_read_page_by_page_without_gaps_or_repeats() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ObjectNode request = Requests.loadTest();
            request.putObject("labels").put("list", "pages");
            made.addFirst(api.post("/loadtests", request).json(201).path("id").asText());
        }

        List<String> read = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/loadtests?limit=3&label=list=pages" + cursor).json(200);
            read.addAll(page.path("items").findValuesAsText("id"));
            cursor = page.path("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (!cursor.isEmpty());

        assertThat(read).isEqualTo(made);
        assertThat(new HashSet<>(read)).hasSize(7);
    }

    @Test
    void a_deleted_load_test_is_gone_and_its_name_is_free() {
        ObjectNode request = Requests.loadTest();
        String path = "/loadtests/"
                + api.post("/loadtests", request).json(201).path("id").asText();

        assertThat(api.delete(path, "If-Match", "\"9\"").status()).isEqualTo(412);
        assertThat(api.delete(path, "If-Match", "\"1\"").status()).isEqualTo(204);

        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.get(path + "/revisions").json(200).path("items")).hasSize(1);
        assertThat(api.get(path + "/runs").json(200).path("items")).isEmpty();
        api.post("/loadtests", request).json(201);
    }

    @Test
    void this_machine_is_an_environment_from_the_first_start_on() {
        JsonNode local = api.get("/environments").json(200).path("items").path(0);

        assertThat(local.path("name").asText()).isEqualTo("local");
        assertThat(local.path("default").asBoolean()).isTrue();
        assertThat(api.get("/environments/" + local.path("id").asText()).json(200))
                .isEqualTo(local);
    }
}
