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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong, the run ends in its true status, says why, and leaves nothing behind. */
class LocalFailureTest {

    private final TestService service = TestService.shared();
    private final Api api = service.api();
    private final Runs runs = new Runs(api);
    private final CountingTarget target = CountingTarget.start();

    @AfterEach
    void closeTarget() {
        target.close();
    }

    /** A script or definition that cannot work, and what a tester must be told about it. */
    private record Mistake(ObjectNode request, String code, String message) {}

    @Test
    void every_mistake_in_a_script_is_named() {
        Map<String, Mistake> mistakes = mistakes();
        Map<String, String> started = new LinkedHashMap<>();
        mistakes.forEach((name, mistake) -> started.put(name, runs.start(mistake.request())));

        started.forEach((name, run) -> {
            Mistake mistake = Objects.requireNonNull(mistakes.get(name));
            JsonNode ended = runs.awaitCleanup(run);
            JsonNode reason = ended.path("status_reason");
            assertThat(ended.path("status").asText()).as(name).isEqualTo("failed");
            assertThat(reason.path("code").asText()).as("%s: %s", name, reason).isEqualTo(mistake.code());
            assertThat(reason.path("message").asText()).as(name).contains(mistake.message());
            assertThat(reason.path("hint").asText()).as(name).isNotBlank();
            assertThat(ended.path("result").isNull()).as(name).isTrue();
        });
        String detail = api.get("/runs/" + started.get("exception"))
                .json(200)
                .path("status_reason")
                .path("detail")
                .asText();
        assertThat(detail).contains("main.py").contains("raise ValueError('not today')");
        assertThat(api.get("/runs/" + started.get("exception") + "/stats")
                        .json(404)
                        .path("code")
                        .asText())
                .isEqualTo("no_statistics");
    }

    @Test
    void a_killed_master_fails_the_run_and_keeps_the_last_sample() throws IOException, InterruptedException {
        String run = runs.start(Requests.loadTest(target, "5m").put("replicas", 2));
        runs.awaitRunning(run);
        TimeUnit.SECONDS.sleep(4);

        Runs.kill(Runs.pid(service.home(), run, "master"), "KILL");
        JsonNode ended = runs.awaitCleanup(run);

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.path("status_reason").path("code").asText()).isEqualTo("master_lost");
        assertThat(ended.path("result").path("complete").asBoolean()).isFalse();
        assertThat(ended.path("validity").path("state").asText()).isEqualTo("unknown");
        assertThat(runs.stats(run).path("final").asBoolean()).isFalse();
        assertThat(runs.stats(run).path("total").path("requests").asLong()).isBetween(10L, target.total());
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void a_lost_worker_degrades_the_run_but_does_not_end_it(String signal) throws IOException, InterruptedException {
        String run = runs.start(Requests.loadTest(target, "12s").put("replicas", 3));
        runs.awaitRunning(run);
        TimeUnit.SECONDS.sleep(2);

        Runs.kill(Runs.pid(service.home(), run, "worker-1"), signal);
        JsonNode ended = runs.awaitCleanup(run);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        assertThat(ended.path("workers").path("lost").asInt()).isEqualTo(1);
        assertThat(ended.path("validity").path("state").asText()).isEqualTo("degraded");
        assertThat(ended.path("validity").path("reasons").path(0).asText()).contains("1 of 3 workers were lost");
    }

    @Test
    void all_workers_lost_ends_the_run_as_failed() throws IOException, InterruptedException {
        String run = runs.start(Requests.loadTest(target, "5m").put("replicas", 2));
        runs.awaitRunning(run);
        TimeUnit.SECONDS.sleep(2);

        Runs.kill(Runs.pid(service.home(), run, "worker-0"), "KILL");
        Runs.kill(Runs.pid(service.home(), run, "worker-1"), "KILL");
        JsonNode ended = runs.awaitCleanup(run);

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.path("status_reason").path("code").asText()).isEqualTo("workers_lost");
        assertThat(ended.path("workers").path("lost").asInt()).isEqualTo(2);
    }

    @Test
    void whatever_a_script_has_started_goes_with_its_run() {
        String seconds = Long.toString(100_000 + System.nanoTime() % 100_000);
        String script = Requests.SCRIPT + """

                import subprocess
                subprocess.Popen(["sleep", "1000"], start_new_session=True)
                subprocess.Popen(["sh", "-c", "setsid sleep %s &"], env={"PATH": "/usr/bin:/bin"}, start_new_session=True)
                """.formatted(seconds);
        String run = runs.start(Requests.loadTest(target, "5m").put("main_py_content", script));
        runs.awaitRunning(run);
        assertThat(Runs.processes(run)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(sleeping(seconds)).as("hides its environment").isPositive();

        api.post("/runs/" + run + "/stop", "").json(202);

        assertThat(runs.awaitCleanup(run).path("status").asText()).isEqualTo("stopped");
        assertThat(sleeping(seconds)).as("goes all the same").isZero();
    }

    @Test
    void a_run_can_be_stopped_before_its_load_begins() {
        String run = runs.start(Requests.loadTest(target, "5m")
                .put("main_py_content", "import time; time.sleep(5)\n" + Requests.SCRIPT));

        api.post("/runs/" + run + "/stop", "").json(202);
        JsonNode ended = runs.awaitCleanup(run);

        assertThat(ended.path("status").asText()).isEqualTo("stopped");
        assertThat(ended.path("started_at").isNull()).isTrue();
        assertThat(target.total()).isZero();
    }

    private static long sleeping(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + seconds))
                .count();
    }

    private Map<String, Mistake> mistakes() {
        Map<String, Mistake> mistakes = new LinkedHashMap<>();
        mistakes.put(
                "import error",
                mistake(
                        "import no_such_module\n" + Requests.SCRIPT,
                        "script_error",
                        "No module named 'no_such_module'"));
        mistakes.put("no User class", mistake("print('hello')", "script_error", "no User class"));
        mistakes.put("exit 0", mistake(Requests.SCRIPT + "\nimport sys\nsys.exit(0)\n", "script_error", "sys.exit(0)"));
        mistakes.put(
                "hard exit", mistake(Requests.SCRIPT + "\nimport os\nos._exit(0)\n", "script_error", "exit code 0"));
        mistakes.put(
                "endless loop",
                mistake(Requests.SCRIPT + "\nwhile True:\n    pass\n", "script_error", "still loading after 6 s"));
        mistakes.put(
                "sleep",
                mistake(Requests.SCRIPT + "\nimport time\ntime.sleep(1000)\n", "script_error", "time.sleep(1000)"));
        mistakes.put(
                "exception",
                mistake(Requests.SCRIPT + "\nraise ValueError('not today')\n", "script_error", "not today"));
        mistakes.put(
                "exception in many bytes",
                mistake(
                        Requests.SCRIPT + "\nraise ValueError('\u0436' * 900)\n",
                        "script_error",
                        "\u0436\u0436\u0436"));
        mistakes.put("unknown user class", userClass("Nobody"));
        mistakes.put("missing package", missingPackage());
        return mistakes;
    }

    private Mistake mistake(String script, String code, String message) {
        return new Mistake(Requests.loadTest(target, "1m").put("main_py_content", script), code, message);
    }

    private Mistake userClass(String name) {
        ObjectNode request = Requests.loadTest(target, "1m");
        request.putArray("user_classes").add(name);
        return new Mistake(request, "script_error", name);
    }

    private Mistake missingPackage() {
        ObjectNode request = Requests.loadTest(target, "1m");
        request.putArray("pip_packages").add("no-such-package-of-loadplane==1.0");
        return new Mistake(request, "pip_install_failed", "no-such-package-of-loadplane");
    }
}
