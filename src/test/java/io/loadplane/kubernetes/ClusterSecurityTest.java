package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ServiceProcess;
import io.loadplane.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What another pod of the cluster can do to a master: nothing. The service is away, so that the master stays. */
@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterSecurityTest {

    /** Everything that Locust and our agent answer, however called; prints status, method and path of each. */
    private static final String ATTACK = """
            import sys, urllib.error, urllib.request
            url, token = sys.argv[1:]
            paths = '''/ /swarm /stop /stats/reset /stats/report /stats/requests /stats/requests/csv /stats/failures/csv
                /stats/requests_full_history/csv /exceptions /exceptions/csv /tasks /logs /worker-count /user /login /assets/x
                /static/x /ctl/v1/stats /ctl/v1/final /ctl/v1/report /ctl/v1/stop /ctl/v1/ack /ctl/v1/healthz
                /ctl/v1/../v1/stats //ctl/v1/stats /ctl/v1/healthz/ /ctl/v1/healthz/../stats'''.split()
            for path in paths:
                for method in "GET HEAD POST PUT DELETE OPTIONS PATCH".split():
                    headers = {"X-Loadplane-Token": token, "Content-Type": "application/x-www-form-urlencoded"}
                    body = b"user_count=9&spawn_rate=9&host=http://x" if method == "POST" else None
                    request = urllib.request.Request(url + path, body, headers, method=method)
                    try:
                        status = urllib.request.urlopen(request, timeout=10).status
                    except urllib.error.HTTPError as error:
                        status = error.code
                    print(status, method, path)
            """;

    private final TestCluster cluster = TestCluster.shared().orElseThrow();

    @TempDir
    private Path home;

    private ServiceProcess service;
    private ClusterEnvironment environment;
    private ClusterTarget target;
    private String run = "";

    @BeforeEach
    void runWithoutService() throws Exception {
        service = ServiceProcess.start(home);
        environment = ClusterEnvironment.create(service.api(), cluster);
        target = ClusterTarget.start(cluster, environment.namespace());
        run = new Runs(service.api()).start(environment.loadTest(target, 1, "15s"));
        new Runs(service.api()).awaitRunning(run);
        service.kill();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void who_does_not_know_the_token_is_answered_nothing_and_changes_nothing() throws Exception {
        List<String> during = attack("");
        List<String> guessed = attack("x".repeat(32));
        awaitEndOfLoad();
        List<String> after = attack("");

        assertThat(new TreeSet<>(during))
                .filteredOn(line -> !line.startsWith("404 "))
                .containsExactly("200 GET /ctl/v1/healthz");
        assertThat(guessed).isEqualTo(during);
        assertThat(after).isEqualTo(during);
        assertResultIsExact();
    }

    @Test
    void not_even_the_token_starts_a_second_load_or_changes_the_result() throws Exception {
        awaitEndOfLoad();
        String token = new String(
                Base64.getDecoder().decode(kubectl("get", "secret", run + "-token", "-o", "jsonpath={.data.token}")),
                StandardCharsets.UTF_8);

        List<String> answers = attack(token).stream()
                .filter(line -> !line.contains("/ctl/v1/ack"))
                .toList();

        assertThat(answers).contains("409 POST /swarm", "409 GET /stats/reset", "200 GET /ctl/v1/final");
        assertResultIsExact();
    }

    private List<String> attack(String token) {
        String address = kubectl(
                "get",
                "pod",
                "-l",
                "loadplane.io/component=master,loadplane.io/run=" + run,
                "-o",
                "jsonpath={.items[0].status.podIP}");
        return kubectl("exec", "target", "--", "python3", "-c", ATTACK, "http://" + address + ":8089", token)
                .lines()
                .toList();
    }

    private void awaitEndOfLoad() {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            long before = target.total();
            Thread.sleep(2000);
            return target.total() == before;
        });
    }

    private void assertResultIsExact() throws Exception {
        long seen = target.total();
        service.startAgain();
        Runs runs = new Runs(service.api());
        JsonNode ended = runs.awaitCleanup(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("completed");
        assertThat(runs.stats(run).at("/total/requests").asLong()).isEqualTo(seen);
        assertThat(target.total()).isEqualTo(seen);
        assertThat(environment.left(run)).isEmpty();
    }

    private String kubectl(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "-n";
        all[1] = environment.namespace();
        System.arraycopy(words, 0, all, 2, words.length);
        return cluster.kubectl(all);
    }
}
