package io.loadplane.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.PackageIndex;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Locust, real processes: what a run measures is what its target saw. */
class LocalRunTest {

    private static final String SHOP = """
            from locust import HttpUser, constant, task

            class Buyer(HttpUser):
                wait_time = constant(0.05)

                @task(3)
                def item(self):
                    self.client.get("/item")

                @task
                def search(self):
                    self.client.get("/search?q=shoes&page=2")

                @task
                def flaky(self):
                    self.client.post("/flaky")
            """;

    private static final String SLOW = """
            from locust import HttpUser, task

            class Patient(HttpUser):
                @task
                def slow(self):
                    self.client.get("/slow")
            """;

    private static final String READER = """
            import os
            from locust import HttpUser, constant, tag, task
            from lib.helpers import PATH
            from lib.deep.down.json import NAME
            import six

            class Reader(HttpUser):
                wait_time = constant(0.2)

                @tag("wanted")
                @task
                def read(self):
                    from lib.lazy import LATE
                    with open("lib/data/blob.bin", "rb") as blob:
                        assert blob.read() == bytes([0, 255, 10])
                    assert six.__version__ == "1.16.0"
                    self.client.get(PATH + NAME + LATE + os.environ["SUFFIX"])

                @tag("unwanted")
                @task
                def never(self):
                    self.client.get("/never")
            """;

    private final TestService service = TestService.shared();
    private final Api api = service.api();
    private final Runs runs = new Runs(api);
    private final CountingTarget target = CountingTarget.start();

    @AfterEach
    void closeTarget() {
        target.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.20.1", "2.32.4", "2.47.0"})
    void the_result_counts_exactly_what_the_target_saw(String version) {
        ObjectNode request = load(SHOP, "8s").put("replicas", 3).put("image", "locustio/locust:" + version);

        String run = runs.start(request);
        JsonNode ended = runs.awaitEnd(run);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        assertThat(ended.path("validity").path("state").asText())
                .as(ended.path("validity").toString())
                .isEqualTo("valid");
        assertThat(ended.path("result").path("complete").asBoolean()).isTrue();
        assertThat(ended.path("status_reason").isNull()).isTrue();
        assertThat(target.total()).isGreaterThan(100);
        assertThat(Runs.byEndpoint(runs.stats(run), "requests")).isEqualTo(target.requests());
        assertThat(Runs.byEndpoint(runs.stats(run), "failures")).isEqualTo(target.failures());
        assertThat(ended.path("summary").path("requests").asLong()).isEqualTo(target.total());
        assertThat(runs.statuses(run))
                .containsExactly("queued", "provisioning", "starting", "running", "stopping", "completed");
        assertThat(api.get("/runs/" + run + "/series").json(200).path("items").size())
                .isGreaterThanOrEqualTo(3);
        runs.awaitCleanup(run);
        assertThat(api.get("/runs/" + run + "/logs").text()).contains("Starting Locust");
        assertThat(api.get("/runs/" + run + "/logs?component=worker&index=2&tail=1")
                        .text()
                        .lines())
                .hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.20.1", "2.32.4", "2.47.0"})
    void a_stop_lets_slow_requests_end_and_loses_none(String version) throws InterruptedException {
        ObjectNode request = load(SLOW, "5m").put("replicas", 2).put("image", "locustio/locust:" + version);
        String run = runs.start(request);
        runs.awaitRunning(run);
        TimeUnit.SECONDS.sleep(4);

        assertThat(api.post("/runs/" + run + "/stop", "").status()).isEqualTo(202);
        assertThat(api.post("/runs/" + run + "/stop", "").status())
                .as("asking again")
                .isEqualTo(202);
        JsonNode ended = runs.awaitEnd(run);

        assertThat(ended.path("status").asText()).isEqualTo("stopped");
        assertThat(ended.path("status_reason").path("code").asText()).isEqualTo("stopped_by_user");
        assertThat(ended.path("result").path("complete").asBoolean()).isTrue();
        assertThat(Runs.byEndpoint(runs.stats(run), "requests")).isEqualTo(target.requests());
        assertThat(api.post("/runs/" + run + "/stop", "").json(409).path("code").asText())
                .isEqualTo("run_terminal");
        runs.awaitCleanup(run);
    }

    @Test
    void libraries_data_and_packages_are_where_the_script_looks_for_them() {
        ObjectNode request = load(READER, "3s");
        request.putObject("lib_files_content")
                .put("helpers.py", "PATH = '/a'")
                .put("deep/down/json.py", "NAME = 'b'")
                .put("lazy.py", "LATE = 'c'");
        request.putObject("lib_files_base64").put("data/blob.bin", "AP8K");
        request.putArray("pip_packages").add("six==1.16.0");
        request.putObject("env").put("SUFFIX", "d");
        request.putArray("tags").add("wanted");

        String run = runs.start(request);
        JsonNode ended = runs.awaitEnd(run);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        assertThat(Runs.byEndpoint(runs.stats(run), "requests"))
                .isEqualTo(target.requests())
                .containsOnlyKeys("/abcd");
        assertThat(runs.stats(run).path("exceptions")).isEmpty();
    }

    @Test
    void packages_come_from_the_index_of_the_environment() {
        String name = "indexed-" + UUID.randomUUID();
        try (PackageIndex index = PackageIndex.start("127.0.0.1")) {
            String credential = Credentials.store(
                    api, Api.JSON.createObjectNode().put("name", name).put("kind", "local"));
            api.post(
                            "/environments",
                            Map.of(
                                    "name",
                                    name,
                                    "cluster_credential_id",
                                    credential,
                                    "namespace",
                                    "local",
                                    "package_index",
                                    index.url()))
                    .json(201);
            String script = "import os\nfrom loadplane_greeting import GREETING\n"
                    + "assert 'LOADPLANE_PACKAGE_INDEX' not in os.environ\n" + Requests.SCRIPT;
            ObjectNode request = load(script, "1s").put("environment", name);
            request.putArray("pip_packages").add("loadplane-greeting");

            JsonNode ended = runs.awaitEnd(runs.start(request));

            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        }
    }

    @Test
    void a_load_shape_decides_how_long_the_load_lasts() {
        String script = Requests.SCRIPT + """

                from locust import LoadTestShape

                class Stairs(LoadTestShape):
                    def tick(self):
                        return (2, 2) if self.get_run_time() < 4 else None
                """;

        String run = runs.start(load(script, "1h"));
        JsonNode ended = runs.awaitEnd(run);

        assertThat(ended.path("status").asText()).isEqualTo("completed");
        assertThat(ended.path("validity").path("state").asText()).isEqualTo("valid");
        assertThat(ended.path("summary").path("users_peak").asInt()).isEqualTo(2);
    }

    @Test
    void endpoint_names_without_end_and_a_flood_of_output_do_no_harm() {
        String script = """
                import itertools
                from locust import HttpUser, constant, task
                print("x" * 79 + "\\n", end="") or [print("x" * 79) for _ in range(120_000)]
                numbers = itertools.count()

                class Wanderer(HttpUser):
                    wait_time = constant(0.005)

                    @task
                    def wander(self):
                        self.client.get(f"/page/{next(numbers) % 600}")
                """;

        String run = runs.start(load(script, "8s").put("users", 5));
        JsonNode ended = runs.awaitEnd(run);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        assertThat(runs.stats(run).path("endpoints_count").asInt()).isEqualTo(600);
        assertThat(Runs.byEndpoint(runs.stats(run), "requests")).isEqualTo(target.requests());
        runs.awaitCleanup(run);
        assertThat(api.get("/runs/" + run + "/logs").text()).startsWith("… ").hasSizeBetween(900_000, 1_100_000);
    }

    @Test
    void ten_runs_at_once_do_not_mix_their_figures() {
        List<CountingTarget> targets = new ArrayList<>();
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            targets.add(CountingTarget.start());
            started.add(runs.start(
                    Requests.loadTest(targets.get(i), "10s").put("users", 2).put("spawn_rate", 2)));
        }

        for (int i = 0; i < 10; i++) {
            JsonNode ended = runs.awaitEnd(started.get(i));
            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
            assertThat(Runs.byEndpoint(runs.stats(started.get(i)), "requests"))
                    .isEqualTo(targets.get(i).requests());
            targets.get(i).close();
        }
    }

    private ObjectNode load(String script, String runTime) {
        return Requests.loadTest(target, runTime).put("main_py_content", script);
    }
}
