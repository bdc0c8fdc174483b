package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the engine does can be read as figures. */
class EngineFiguresTest {

    private final TestService service = TestService.shared();
    private final Api api = service.api();

    @Test
    void a_run_leaves_its_traces_in_the_figures() {
        Runs runs = new Runs(api);
        String run = runs.start(Requests.loadTest().put("start", true).put("main_py_content", "import not_there"));
        runs.awaitCleanup(run);

        String figures = api.get("/prometheus").text();

        assertThat(figures)
                .contains("loadplane_transitions_total{reason=\"script_error\",status=\"failed\"}")
                .contains("loadplane_step_seconds_count{step=\"create_master\"}")
                .contains("loadplane_step_seconds_bucket{step=\"look\",le=\"1.0\"}")
                .contains("loadplane_ownership_total{change=\"claimed\"}")
                .contains("loadplane_ownership_total{change=\"finished\"}")
                .contains("loadplane_scheduler_lag_seconds_count")
                .contains("loadplane_look_lag_seconds_count")
                .contains("loadplane_cluster_reachable{credential=\"local\"} 1.0")
                .contains("loadplane_runs_driven")
                .contains("hikaricp_connections_active{pool=\"default\"}");
    }

    @Test
    void runs_are_counted_now_and_then_also_where_there_are_none() {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(api.get("/prometheus").text())
                        .contains("loadplane_runs{environment=\"local\",status=\"running\"}")
                        .contains("loadplane_queue_oldest_seconds{environment=\"local\"}"));
    }

    @Test
    void figures_are_for_those_with_a_token() {
        assertThat(service.stranger().get("/prometheus").status()).isEqualTo(401);
    }
}
