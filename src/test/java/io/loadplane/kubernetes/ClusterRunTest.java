package io.loadplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.ClusterTarget;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterRunTest {

    private static final Api API = TestService.shared().api();
    private static final Runs RUNS = new Runs(API);

    private static ClusterEnvironment environment;
    private static ClusterTarget target;

    @BeforeAll
    static void prepare() {
        TestCluster cluster = TestCluster.shared().orElseThrow();
        environment = ClusterEnvironment.create(API, cluster);
        target = ClusterTarget.start(cluster, environment.namespace());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void every_request_that_the_target_saw_is_in_the_result_and_nothing_is_left(int workers) {
        long before = target.total();

        String run = RUNS.start(environment.loadTest(target, workers, "8s"));

        JsonNode ended = RUNS.awaitEnd(run);
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("completed");
        assertThat(ended.path("result").path("complete").asBoolean()).isTrue();
        assertThat(ended.path("validity").path("state").asText())
                .as("%s", ended)
                .isEqualTo("valid");
        assertThat(RUNS.stats(run).path("total").path("requests").asLong()).isEqualTo(target.total() - before);
        RUNS.awaitCleanup(run);
        assertThat(environment.left(run)).isEmpty();
        assertThat(API.get("/runs/" + run + "/logs?component=master").text()).contains("Starting");
    }
}
