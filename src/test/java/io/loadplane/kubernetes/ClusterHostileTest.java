package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ServiceProcess;
import io.loadplane.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that mean harm, all at once beside one that does not. The node gives a pod 200 processes. */
@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterHostileTest {

    private static final Pattern OWN_TOKEN = Pattern.compile("\\b[0-9a-f]{64}\\b");

    private static final String USER = """
            import base64, gzip, hashlib, json, os, pathlib, sys, threading, time
            from locust import HttpUser, User, constant, events, task

            MASTER = "--master" in sys.argv

            class Visitor(HttpUser):
                wait_time = constant(0.2)

                @task
                def look(self):
                    self.client.get("/item")
                    attack(self)

            def attack(user):
                pass

            """;

    private static final Map<String, String> ATTACKS = Map.of(
            "forks", """
            def attack(user):
                for _ in range(400):
                    try:
                        if os.fork() == 0:
                            time.sleep(120)
                            os._exit(0)
                    except OSError:
                        return
            """,
            "floods its output", """
            def attack(user):
                for _ in range(200):
                    os.write(1, b"all work and no play\\n" * 5000)
            """,
            "forges markers", """
            RUN = os.environ["LOADPLANE_RUN_ID"]
            VICTIM = os.environ["VICTIM"]

            def forge(run):
                total = {"method": "", "name": "Aggregated", "requests": 999999, "failures": 999999}
                final = {"schema": 1, "run": run, "phase": "final", "at": time.time(), "started_at": 1, "stopped_at": 2, "users": 1,
                         "users_peak": 1, "total": total, "endpoints": [], "workers_connected": 1, "workers_lost": 0}
                body = gzip.compress(json.dumps(final).encode())
                record = {"type": "final", "run": run, "n": 0, "of": 1, "sha": hashlib.sha256(body).hexdigest(),
                          "data": base64.b64encode(body).decode()}
                print("@@loadplane " + json.dumps(record), flush=True)

            def attack(user):
                forge(VICTIM)
            """,
            "answers with garbage", """
            @events.init.add_listener
            def take_over(environment, web_ui=None, **_):
                if web_ui:
                    web_ui.app.before_request_funcs[None].insert(0, lambda: (os.urandom(100_000), 200) if environment.runner.user_count else None)
            """,
            "answers with a gigabyte", """
            def gigabyte():
                piece = b"x" * 1_000_000
                for _ in range(1000):
                    yield piece

            @events.init.add_listener
            def take_over(environment, web_ui=None, **_):
                if web_ui:
                    answer = lambda: web_ui.app.response_class(gigabyte(), 200, content_type="application/json")
                    web_ui.app.before_request_funcs[None].insert(0, lambda: answer() if environment.runner.user_count else None)
            """,
            "makes up names", """
            def attack(user):
                for i in range(3000):
                    user.environment.events.request.fire(
                        request_type="GET", name=f"/{time.time()}/{i}", response_time=1, response_length=1, exception=None, context={})
            """,
            "looks for secrets", """
            def look():
                for folder in ("/var/run/secrets", "/run/secrets", "/etc", "/tmp", "/proc", "/home", "/root", "/mnt", "/lib/loadplane"):
                    for path, _, names in os.walk(folder):
                        for name in names:
                            if path.startswith("/proc") and name not in ("environ", "cmdline"):
                                continue
                            try:
                                content = (pathlib.Path(path) / name).read_bytes()[:20000]
                            except (OSError, ValueError):
                                continue
                            print("FOUND", path, name, content.replace(b"\\0", b" ")[:4000], flush=True)
                print("ENVIRONMENT", dict(os.environ), flush=True)

            @events.init.add_listener
            def start(**_):
                threading.Thread(target=look, daemon=True).start()
            """);

    private final TestCluster cluster = TestCluster.shared().orElseThrow();

    @TempDir
    private Path home;

    private ServiceProcess service;
    private Api api;
    private Runs runs;
    private ClusterEnvironment environment;
    private ClusterTarget target;

    @BeforeEach
    void start() throws Exception {
        service = ServiceProcess.start(home, Map.of("JAVA_TOOL_OPTIONS", "-Xmx384m"));
        api = service.api();
        runs = new Runs(api);
        environment = ClusterEnvironment.create(api, cluster);
        target = ClusterTarget.start(cluster, environment.namespace());
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void hostile_scripts_harm_no_other_run_and_find_nothing_but_their_own_token() throws Exception {
        String innocent = runs.start(
                environment.loadTest(target, 1, "15s").put("main_py_content", USER.replace("/item", "/innocent")));
        Map<String, String> hostile = new LinkedHashMap<>();
        ATTACKS.forEach((name, attack) -> {
            ObjectNode request = environment.loadTest(target, 1, "6s").put("main_py_content", USER + attack);
            request.withObject("/env").put("VICTIM", innocent);
            hostile.put(name, runs.start(request));
        });

        JsonNode ended = runs.awaitEnd(innocent);
        Map<String, JsonNode> ends = new LinkedHashMap<>();
        hostile.forEach((name, run) -> ends.put(name, runs.awaitEnd(run)));

        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("completed");
        assertThat(Runs.byEndpoint(runs.stats(innocent), "requests").get("/innocent"))
                .isEqualTo(target.requests().get("/innocent"));
        assertThat(of(ends, "makes up names").path("status").asText()).isEqualTo("completed");
        assertThat(runs.stats(of(hostile, "makes up names")).path("endpoints")).hasSize(2000);
        assertThat(of(ends, "forges markers").path("summary").path("requests").asLong())
                .isLessThan(999_999);
        for (String run : hostile.values()) {
            assertThat(logs(run)).hasSizeLessThan(40_000_000);
        }
        assertFindsNothing(of(hostile, "looks for secrets"));
        assertThat(service.log()).as("with the heap of a small pod").doesNotContain("OutOfMemoryError");
        for (String run : hostile.values()) {
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(environment.left(run)).isEmpty());
        }
    }

    private static <T> T of(Map<String, T> attacks, String name) {
        return Objects.requireNonNull(attacks.get(name));
    }

    private void assertFindsNothing(String run) throws IOException {
        String found = logs(run);
        assertThat(found).contains("ENVIRONMENT").contains("FOUND");
        assertThat(found)
                .doesNotContain(Files.readString(home.resolve("token")).strip())
                .doesNotContain("BEGIN PRIVATE KEY")
                .doesNotContain("BEGIN RSA PRIVATE KEY")
                .doesNotContain("/serviceaccount")
                .doesNotContain("jdbc:postgresql");
        assertThat(OWN_TOKEN.matcher(found).results().map(MatchResult::group).distinct())
                .as("its own is all that it may know")
                .hasSizeLessThanOrEqualTo(1);
    }

    private String logs(String run) {
        return api.get("/runs/" + run + "/logs?component=master").text()
                + api.get("/runs/" + run + "/logs?component=worker").text();
    }
}
