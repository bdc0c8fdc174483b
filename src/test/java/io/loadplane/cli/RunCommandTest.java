package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines act on exit codes: each is shown with a real run. */
class RunCommandTest {

    private final Shell shell = new Shell();
    private final CountingTarget target = CountingTarget.start();

    @TempDir
    private Path folder;

    @AfterEach
    void closeTarget() {
        target.close();
    }

    @Test
    void a_run_that_keeps_its_criteria_ends_with_0_shows_what_it_measured_and_leaves_reports() throws IOException {
        Path junit = folder.resolve("junit.xml");
        Shell.Said said = run(
                "2s",
                "--require-valid",
                "--criterion",
                "p95 < 10s",
                "--criterion",
                "rps{GET /item} > 0",
                "--report",
                junit.toString());

        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out())
                .contains("the load has begun", "GET    /item", "passed         p95 < 10000: ")
                .contains("is completed, its verdict passed; the load was valid.");
        assertThat(Files.readString(junit)).contains("<testsuite", "p95 &lt; ");
    }

    @Test
    void a_run_that_misses_a_criterion_ends_with_1() {
        Shell.Said said = run("1s", "--output", "json", "--criterion", "requests > 1000000");

        assertThat(said.exit()).as(said.err()).isEqualTo(1);
        assertThat(said.json().path("verdict").asText()).isEqualTo("failed");
        assertThat(said.err()).contains("the load has begun", "failed         requests > 1000000: ");
    }

    @Test
    void criteria_that_could_not_be_evaluated_do_not_pass() {
        assertThat(exit("completed", "not_evaluated", "[{}]")).isEqualTo(Exit.CRITERIA_FAILED);
        assertThat(exit("completed", "not_evaluated", "[]")).isEqualTo(Exit.DONE);
        assertThat(exit("stopped", "not_evaluated", "[{}]")).isEqualTo(Exit.STOPPED);
        assertThat(exit("stopped", "failed", "[{}]")).isEqualTo(Exit.CRITERIA_FAILED);
        assertThat(exit("failed", "failed", "[{}]")).isEqualTo(Exit.FAILED);
    }

    @Test
    void a_definition_that_is_refused_ends_with_2_and_all_findings() {
        Shell.Said said = run("1s", "--users", "0", "--criterion", "speed > 3", "--replicas", "0");

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("/users: ", "/replicas: ", "/criteria/0/metric: ");
    }

    @Test
    void a_script_that_cannot_be_loaded_ends_with_3() {
        Path script = Shell.script(folder.resolve("broken"), "raise ValueError('no luck')\n");

        Shell.Said said = shell.call("run", script.toString(), "--wait", "--criterion", "p95 < 300");

        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.out()).contains("ValueError: no luck");
    }

    @Test
    void a_load_that_was_not_reached_ends_with_5_where_that_matters() {
        Shell.Said said = run("1s", "--users", "50", "--spawn-rate", "1", "--require-valid");

        assertThat(said.exit()).as(said.out()).isEqualTo(5);
        assertThat(said.out()).contains("of 50 users were reached");
    }

    @Test
    void a_wait_that_takes_too_long_ends_with_6_and_the_run_with_it_and_leaves_reports() throws IOException {
        Path junit = folder.resolve("junit.xml");
        Path html = folder.resolve("report.html");

        Shell.Said said = run(
                "5m", "--timeout", "2s", "--output", "json", "--report", junit.toString(), "--report", html.toString());

        assertThat(said.exit()).isEqualTo(6);
        assertThat(said.err()).contains("is not over after 2s", "Stopping run-");
        assertThat(said.json().path("status").asText()).isEqualTo("stopped");
        assertThat(Files.readString(junit)).contains("<testsuite");
        assertThat(Files.readString(html)).contains("<html");
    }

    @Test
    void an_interrupted_caller_stops_the_run_and_ends_with_4() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = start(output, "run", script().toString(), "--host", target.url(), "-t", "5m", "--wait");
        await().until(() -> Files.readString(output).contains("the load has begun"));

        Runs.kill(process.pid(), "INT");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(4);
        assertThat(Files.readString(output)).contains("Stopping run-", "is stopped", "GET    /item");
    }

    private Shell.Said run(String runTime, String... further) {
        List<String> arguments = new ArrayList<>(
                List.of("run", script().toString(), "--host", target.url(), "--run-time", runTime, "--wait"));
        arguments.addAll(Arrays.asList(further));
        return shell.call(arguments.toArray(String[]::new));
    }

    private static Exit exit(String status, String verdict, String criteria) {
        String run = "{\"status\": \"%s\", \"verdict\": \"%s\", \"criteria\": %s}".formatted(status, verdict, criteria);
        return Exit.of(Shell.json(run), false);
    }

    private Path script() {
        return Shell.script(folder.resolve("cli-" + System.nanoTime()), Requests.SCRIPT);
    }

    private Process start(Path output, String... arguments) throws IOException {
        return Shell.program(shell.arguments(arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
