package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a run that somebody started. */
class ClientCommandsTest {

    private static final Api API = TestService.shared().api();

    /** One that fails at once, and so leaves a timeline, a reason and output. */
    private static String run = "";

    private final Shell shell = new Shell();

    @TempDir
    private Path folder;

    @BeforeAll
    static void fail() {
        run = new Runs(API)
                .start(Requests.loadTest()
                        .put("start", true)
                        .put("main_py_content", "print('before the end')\nraise ValueError('\\x1b[2Jno luck')\n"));
        new Runs(API).awaitEnd(run);
    }

    @Test
    void list_shows_runs_and_takes_filters() {
        assertThat(shell.call("list", "--status", "failed").out()).contains(run);
        assertThat(shell.call("list", "--status", "queued", "--output", "json")
                        .json()
                        .path("items"))
                .noneMatch(item -> item.path("id").asText().equals(run));
    }

    @Test
    void show_says_why_a_run_failed_without_passing_on_what_could_act_in_a_terminal() {
        Shell.Said said = shell.call("show", run);

        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("is failed", "no luck").doesNotContain("\u001b");
        assertThat(shell.call("show", run, "--output", "json").json().path("id").asText())
                .isEqualTo(run);
    }

    @Test
    void watch_ends_as_the_run_did() {
        Shell.Said said = shell.call("watch", run, "--output", "json");

        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.json().path("status").asText()).isEqualTo("failed");
        assertThat(said.err()).contains("run requested");
    }

    @Test
    void a_report_that_cannot_be_written_in_the_end_does_not_hide_how_the_run_ended() {
        Path file = folder.resolve("x".repeat(300) + ".html");

        Shell.Said said = shell.call("watch", run, "--report", file.toString());

        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.out()).contains("is failed");
        assertThat(said.err()).contains("No report " + file + ": ").doesNotContain("java.");
    }

    @Test
    void a_report_goes_to_a_file_or_is_printed() throws IOException {
        Path file = folder.resolve("run.html");

        assertThat(shell.call("report", run, "-o", file.toString()).exit()).isZero();

        assertThat(Files.readString(file)).contains("<html", "no luck");
        assertThat(shell.call("report", run, "-o", "-").out()).contains("<html");
        assertThat(shell.call("report", run, "--format", "json")
                        .json()
                        .path("run")
                        .path("id")
                        .asText())
                .isEqualTo(run);
    }

    @Test
    void compare_says_what_cannot_be_compared_and_ends_with_1() {
        Shell.Said said = shell.call("compare", run, run);

        assertThat(said.exit()).as(said.err()).isEqualTo(1);
        assertThat(said.out()).contains("is: not_comparable");
    }

    @Test
    void logs_are_printed_to_their_end() {
        Shell.Said said = shell.call("logs", "-f", run);

        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("before the end");
        assertThat(shell.call("logs", "--tail", "0", run).out()).isEmpty();
    }

    @Test
    void rbac_prints_what_to_apply_to_a_cluster() {
        Shell.Said said = shell.call("rbac", "--namespace", "load");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .isEqualTo(API.get("/cluster-credentials/rbac?namespace=load").text())
                .contains("kind: ServiceAccount", "namespace: load");
    }

    @Test
    void rbac_says_which_namespace_cannot_be() {
        Shell.Said said = shell.call("rbac", "--namespace", "My load");

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("namespace must be lower-case letters");
    }

    @Test
    void a_run_can_be_started_and_left_and_then_stopped() throws IOException {
        Path script = Shell.script(folder.resolve("left"), Requests.SCRIPT);
        Files.writeString(folder.resolve("more.json"), "{\"description\": \"more\", \"users\": 7, \"start\": false}");

        JsonNode started = shell.call(
                        "run",
                        script.toString(),
                        "--definition",
                        folder.resolve("more.json").toString(),
                        "--users",
                        "3",
                        "--env",
                        "A=b=c",
                        "--tag",
                        "read",
                        "--output",
                        "json")
                .json();
        String id = started.path("id").asText();
        Shell.Said stopped = shell.call("stop", id);
        new Runs(API).awaitEnd(id);

        assertThat(stopped.out()).contains(id + " will stop");
        Shell.Said again = shell.call("stop", id, "--output", "json");
        assertThat(again.err()).contains("is over already");
        assertThat(again.json().path("status").asText()).isEqualTo("stopped");
        assertThat(started.path("name").asText()).isEqualTo("left");
        assertThat(started.path("load").path("users").asInt()).isEqualTo(3);
        JsonNode definition =
                API.get("/loadtests/" + started.path("load_test_id").asText()).json(200);
        assertThat(definition.path("description").asText()).isEqualTo("more");
        assertThat(definition.path("env").path("A").asText()).isEqualTo("b=c");
        assertThat(started.path("lease_until").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run pom.xml --wait --report /missing/r.html | there is no folder /missing",
                "run pom.xml --wait --report src             | src cannot be written: it is a folder",
                "run missing.py                              | There is no file missing.py.",
                "run pom.xml --lib pom.xml                   | --lib must be a folder",
                "run pom.xml --definition pom.xml            | pom.xml is no JSON: line 1, column 1: Unexpected"
            })
    void what_is_wrong_with_a_file_is_said_before_anything_is_started(String command, String sentence) {
        Shell.Said said = new Shell("http://127.0.0.1:1", "token").call(command.split(" "));

        assertThat(said.exit()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).contains(sentence).doesNotContain("java.", "Exception", "REDACTED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run no-such-file.py",
                "run pom.xml --timeout 3s",
                "run pom.xml --wait --timeout soon",
                "run pom.xml --wait --report report.pdf",
                "run pom.xml --criterion p95",
                "run pom.xml --definition pom.xml",
                "list --output xml",
                "list --limit 0",
                "logs run-00000000000000000000000000 --output json",
                "report run-00000000000000000000000000 --output json",
                "rbac",
                "rbac --namespace load --output json",
                "show last",
                "show run-00000000000000000000000000",
                "frobnicate"
            })
    void what_makes_no_sense_ends_with_2_and_a_sentence(String command) {
        Shell.Said said = shell.call(command.split(" "));

        assertThat(said.exit()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void a_token_that_is_not_accepted_is_said_to_be_wrong() {
        Shell.Said said = new Shell(TestService.shared().url().toString(), "somebody-else").call("list");

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("Give a token with --token");
    }

    @Test
    void a_service_that_is_not_there_ends_with_3() {
        Shell.Said said = new Shell("http://127.0.0.1:1", "token").call("list");

        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.err()).contains("http://127.0.0.1:1 cannot be reached: the connection is refused");
    }
}
