package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.PackageIndex;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Much at once, and large things. */
@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterLoadTest {

    private static final int RUNS_AT_ONCE = 20;
    private static final int FILES = 300;

    private static final Api API = TestService.shared().api();
    private static final Runs RUNS = new Runs(API);

    private static PackageIndex index;
    private static ClusterEnvironment environment;
    private static ClusterTarget target;

    @BeforeAll
    static void prepare() {
        TestCluster cluster = TestCluster.shared().orElseThrow();
        index = PackageIndex.start(cluster.hostAddress());
        environment = ClusterEnvironment.create(
                API, cluster, Api.JSON.createObjectNode().put("package_index", index.url()));
        target = ClusterTarget.start(cluster, environment.namespace());
    }

    @AfterAll
    static void stop() {
        index.close();
    }

    /** Long enough for users to come while other pods still start: forty processes share two cores. */
    @Test
    void runs_at_once_complete_with_exactly_their_own_requests() {
        long before = target.total();
        List<String> runs = new ArrayList<>();

        for (int i = 1; i < RUNS_AT_ONCE; i++) {
            runs.add(RUNS.start(small("20s")));
        }
        String loadTest = API.get("/runs/" + runs.getFirst())
                .json(200)
                .path("load_test_id")
                .asText();
        runs.add(API.post("/loadtests/" + loadTest + "/runs", "{}")
                .json(201)
                .path("id")
                .asText());

        long requests = 0;
        for (String run : runs) {
            assertCompleted(run);
            requests += RUNS.stats(run).at("/total/requests").asLong();
        }
        assertThat(requests).isEqualTo(target.total() - before);
        runs.forEach(RUNS::awaitCleanup);
        assertThat(runs).allMatch(run -> environment.left(run).isEmpty());
    }

    @Test
    void a_package_of_the_environments_index_is_installed_and_imported() {
        ObjectNode request = small("5s").put("main_py_content", """
                import loadplane_greeting
                from locust import HttpUser, constant, task

                class Visitor(HttpUser):
                    wait_time = constant(0.1)

                    @task
                    def look(self):
                        self.client.get("/" + loadplane_greeting.GREETING.replace(" ", "-"))
                """);
        request.putArray("pip_packages").add("loadplane-greeting==1.0");

        String run = RUNS.start(request);

        assertCompleted(run);
        assertThat(target.requests()).containsKey("/hello-from-a-wheel");
    }

    @Test
    void a_large_definition_arrives_as_it_was_written() {
        Random random = new Random(7);
        byte[] data = new byte[2 << 20];
        random.nextBytes(data);
        CRC32 sum = new CRC32();
        sum.update(data);
        ObjectNode request = small("5s").put("main_py_content", """
                import glob, importlib, os, zlib
                from locust import HttpUser, constant, task

                HERE = os.path.dirname(os.path.abspath(__file__))
                for number in range(%d):
                    module = importlib.import_module(f"lib.part{number %% 7}.deep{number %% 3}.module_{number}")
                    assert module.NUMBER == number and len(module.TEXT) == 6000, number
                assert open(HERE + "/lib/data/notes.txt", encoding="utf-8").read() == "käse ☃\\n"
                with open("lib/data/blob.bin", "rb") as file:
                    assert zlib.crc32(file.read()) == %d

                class Visitor(HttpUser):
                    wait_time = constant(0.1)

                    @task
                    def look(self):
                        self.client.get("/large")
                """.formatted(FILES, sum.getValue()));
        ObjectNode files = request.putObject("lib_files_content");
        for (int i = 0; i < FILES; i++) {
            files.put("part%d/deep%d/module_%d.py".formatted(i % 7, i % 3, i), module(i, random));
        }
        files.put("data/notes.txt", "käse ☃\n");
        request.putObject("lib_files_base64")
                .put("data/blob.bin", Base64.getEncoder().encodeToString(data));

        String run = RUNS.start(request);

        assertCompleted(run);
        assertThat(target.requests()).containsKey("/large");
        RUNS.awaitCleanup(run);
        assertThat(environment.left(run)).isEmpty();
    }

    /** Random text, so that it cannot be packed to nothing. */
    private static String module(int number, Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(6000, 'a', 'z' + 1).forEach(letter -> text.append((char) letter));
        return "NUMBER = %d\nTEXT = \"%s\"\n".formatted(number, text);
    }

    private static ObjectNode small(String runTime) {
        ObjectNode request = environment.loadTest(target, 1, runTime);
        for (String role : new String[] {"master", "worker"}) {
            request.withObject("/resources/" + role + "/requests")
                    .put("cpu", "10m")
                    .put("memory", "64Mi");
        }
        return request;
    }

    private static void assertCompleted(String run) {
        JsonNode ended = RUNS.awaitEnd(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("completed");
    }
}
