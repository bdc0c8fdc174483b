package io.loadplane.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ServiceProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service dies in mid-run, in every way it can; what it promised is kept. */
class ServiceCrashTest {

    private final CountingTarget target = CountingTarget.start();

    @TempDir
    private Path home;

    private ServiceProcess service;
    private String run = "";

    @BeforeEach
    void startRun() throws Exception {
        service = ServiceProcess.start(home);
        Runs runs = new Runs(service.api());
        run = runs.start(Requests.loadTest(target, "15s").put("replicas", 2));
        runs.awaitRunning(run);
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        target.close();
    }

    @Test
    void killed_and_started_again_it_completes_the_run_with_its_full_result() throws Exception {
        service.kill();

        service.startAgain();

        assertFullResult();
        assertThat(service.log()).contains("run on this machine as the user");
    }

    @Test
    void killed_together_with_its_database_it_comes_up_by_itself_and_has_lost_nothing() throws Exception {
        String acknowledged = service.api()
                .post("/loadtests", Requests.loadTest())
                .json(201)
                .path("id")
                .asText();
        service.kill();
        service.killDatabase();

        service.startAgain();

        assertThat(service.api().get("/loadtests/" + acknowledged).status()).isEqualTo(200);
        assertFullResult();
    }

    @Test
    void told_to_end_it_leaves_the_load_alone_and_takes_it_up_again() throws Exception {
        assertThat(service.terminate()).isTrue();
        assertThat(service.databaseRuns()).isFalse();
        assertThat(Runs.processes(run))
                .as("master, two workers, and the parent of each")
                .hasSize(6);

        service.startAgain();

        assertFullResult();
    }

    private void assertFullResult() throws Exception {
        Api api = service.api();
        Runs runs = new Runs(api);
        JsonNode ended = runs.awaitCleanup(run);
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        assertThat(ended.path("result").path("complete").asBoolean()).isTrue();
        assertThat(Runs.byEndpoint(runs.stats(run), "requests")).isEqualTo(target.requests());
        assertThat(runs.statuses(run))
                .containsExactly("queued", "provisioning", "starting", "running", "stopping", "completed");

        assertThat(service.terminate()).isTrue();
        service.startAgain();
        assertThat(service.api().get("/runs/" + run).json(200))
                .as("history after one more restart")
                .isEqualTo(ended);
        assertThat(service.api().get("/runs/" + run + "/logs").text()).contains("Starting Locust");
    }
}
