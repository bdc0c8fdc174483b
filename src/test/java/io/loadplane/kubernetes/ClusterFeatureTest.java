package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterFeatureTest {

    private static final Api API = TestService.shared().api();
    private static final Runs RUNS = new Runs(API);

    /** Prints the status of a request: its URL, a login, a form. */
    private static final String CALL = """
            import sys, urllib.request, urllib.error, base64
            request = urllib.request.Request(sys.argv[1])
            if len(sys.argv) > 3:
                request.data = sys.argv[3].encode()
            if len(sys.argv) > 2:
                request.add_header("Authorization", "Basic " + base64.b64encode(sys.argv[2].encode()).decode())
            try:
                print(urllib.request.urlopen(request, timeout=20).status)
            except urllib.error.HTTPError as error:
                print(error.code)
            """;

    private static TestCluster cluster;
    private static ClusterEnvironment environment;
    private static ClusterTarget target;

    @BeforeAll
    static void prepare() {
        cluster = TestCluster.shared().orElseThrow();
        environment = ClusterEnvironment.create(API, cluster);
        target = ClusterTarget.start(cluster, environment.namespace());
    }

    @Test
    void the_web_page_is_open_to_the_login_of_its_run_alone() {
        ObjectNode request = environment.loadTest(target, 1, "2m");
        request.putObject("ingress").put("hostname", "locust.test").put("path", "/shop");
        String run = RUNS.start(request);
        RUNS.awaitRunning(run);
        JsonNode outputs = API.get("/runs/" + run).json(200).path("outputs");
        String page = "http://%s:8089/shop/".formatted(outputs.path("service").asText());
        String login = outputs.path("ui_user").asText() + ":"
                + outputs.path("ui_password").asText();

        List<String> statuses = List.of(
                fromAnotherPod(page),
                fromAnotherPod(page, "loadplane:wrong"),
                fromAnotherPod(page, login),
                fromAnotherPod(page.replace("/shop/", "/ctl/v1/stats"), login));

        assertThat(statuses).containsExactly("401", "401", "200", "404");
        assertThat(outputs.path("ui_url").asText()).isEqualTo("http://locust.test/shop");
        API.post("/runs/" + run + "/stop", "").json(202);
        RUNS.awaitCleanup(run);
        assertThat(environment.left(run)).isEmpty();
    }

    @Test
    void the_load_can_be_changed_while_it_is_on_and_the_report_is_kept() {
        String run = RUNS.start(environment.loadTest(target, 2, "2m").put("users", 2));
        RUNS.awaitRunning(run);

        API.send(
                        "PATCH",
                        "/runs/" + run + "/load",
                        "{\"users\": 12, \"spawn_rate\": 12}".getBytes(StandardCharsets.UTF_8))
                .json(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> RUNS.stats(run).path("users").asInt() == 12);
        API.post("/runs/" + run + "/stop", "").json(202);
        JsonNode ended = RUNS.awaitEnd(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("stopped");
        assertThat(API.get("/runs/" + run + "/events?limit=200").text()).contains("load changed to 12 users");
        assertThat(API.get("/audit?outcome=done&action=change_load&object=" + run)
                        .json(200)
                        .at("/items/0/changes/users/after")
                        .asInt())
                .isEqualTo(12);
        RUNS.awaitCleanup(run);
        assertThat(API.get("/runs/" + run + "/report?format=locust").text()).contains("<html", "Locust");
    }

    @Test
    void a_person_drives_an_interactive_run_and_all_they_did_is_in_the_result() {
        long before = target.total();
        String run = RUNS.start(environment.loadTest(target, 2, "1m").put("mode", "interactive"));
        RUNS.awaitRunning(run);
        JsonNode outputs = API.get("/runs/" + run).json(200).path("outputs");
        String page = "http://%s:8089/".formatted(outputs.path("service").asText());
        String login = outputs.path("ui_user").asText() + ":"
                + outputs.path("ui_password").asText();

        for (int i = 1; i <= 2; i++) {
            String form = "user_count=4&spawn_rate=4&host=" + target.url();
            assertThat(fromAnotherPod(page + "swarm", login, form)).isEqualTo("200");
            long started = target.total();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> target.total() > started + 20);
            assertThat(fromAnotherPod(page + "stop", login, "now=1")).isEqualTo("200");
            int stops = i;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> API.get("/runs/" + run + "/events?limit=200")
                                    .text()
                                    .split("stopped on the web page", -1)
                                    .length
                            == stops + 1);
        }
        API.post("/runs/" + run + "/stop", "").json(202);

        JsonNode ended = RUNS.awaitEnd(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("stopped");
        assertThat(ended.path("workers").path("lost").asInt()).isZero();
        assertThat(RUNS.stats(run).path("total").path("requests").asLong()).isEqualTo(target.total() - before);
    }

    @Test
    void what_the_credential_may_do_is_verified_line_by_line() {
        JsonNode verification = API.post(
                        "/cluster-credentials/%s/verify?namespace=%s&probe=true"
                                .formatted(environment.credential(), environment.namespace()),
                        "")
                .json(200);

        assertThat(verification.path("ok").asBoolean()).as("%s", verification).isTrue();
        assertThat(verification.findValuesAsText("subject"))
                .contains("server", "create jobs.batch", "get pods/log", "quota", "pod proxy", "port-forward");
        assertThat(API.get("/cluster-credentials/" + environment.credential())
                        .json(200)
                        .path("last_verified_at")
                        .isNull())
                .isFalse();
    }

    private static String fromAnotherPod(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("-n", environment.namespace(), "exec", "target", "--", "python3", "-c", CALL));
        command.addAll(List.of(arguments));
        return cluster.kubectl(command.toArray(String[]::new)).strip();
    }
}
