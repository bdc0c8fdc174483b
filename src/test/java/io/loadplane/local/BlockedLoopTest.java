package io.loadplane.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ScriptedTarget;
import io.loadplane.testing.TestService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real Locust with scripts that keep its event loops from what they should do, or its load from ending. */
class BlockedLoopTest {

    private static final String ONE_WORKER_FROM_THE_MIDDLE_ON = """
            @events.request.add_listener
            def write_down(**_):
                if runner.worker_index == 1 and time.time() > begun + 4:
                    block(0.25)
            """;

    private static final String THE_MASTER = """
            @events.spawning_complete.add_listener
            def tell(**_):
                if isinstance(runner, MasterRunner):
                    block(2.5)
            """;

    private static final String UNTIL_AFTER_THE_END = """
            @events.request.add_listener
            def write_down(**_):
                global begun
                if time.time() > begun + 4:
                    begun += 100
                    block(7)
            """;

    private static final String WHILE_THERE_ARE_NO_USERS = """
            block(2.5)

            @events.test_start.add_listener
            @events.test_stop.add_listener
            def prepare_and_clean_up(**_):
                block(2.5)
            """;

    private static final String BEFORE_THE_END = """
            @events.test_stopping.add_listener
            def wait_for_somebody(**_):
                if isinstance(runner, MasterRunner):
                    time.sleep(7)
            """;

    private final Runs runs = new Runs(TestService.shared().api());

    @Test
    void blocked_event_loops_and_an_end_that_comes_late_make_the_load_doubtful() {
        try (ScriptedTarget target = ScriptedTarget.start()) {
            String worker = runs.start(
                    blocking(target, "2.20.1", ONE_WORKER_FROM_THE_MIDDLE_ON).put("replicas", 2));
            String master = runs.start(blocking(target, "2.47.0", THE_MASTER));
            String last = runs.start(blocking(target, "2.32.4", UNTIL_AFTER_THE_END));
            String patient = runs.start(blocking(target, "2.47.0", WHILE_THERE_ARE_NO_USERS));

            String endless = runs.start(blocking(target, "2.47.0", BEFORE_THE_END)
                    .put("run_time", "2s")
                    .put("stop_timeout", "0s"));

            assertThat(reasons(worker))
                    .singleElement()
                    .asString()
                    .matches("the event loop of worker \\S+ was blocked for up to .* since [3-6]s after the start:"
                            + " a call in the script does not give way .* response times are too long");
            assertThat(runs.stats(worker).path("workers"))
                    .anyMatch(one -> one.path("loop_delay_ms").asDouble() > 200);
            assertThat(reasons(master))
                    .singleElement()
                    .asString()
                    .startsWith("the event loop of the master was blocked for up to 2.");
            assertThat(reasons(last))
                    .singleElement()
                    .asString()
                    .containsPattern("blocked for up to (6[.][89]|7[.]\\d) s ");
            assertThat(reasons(patient)).isEmpty();
            assertThat(reasons(endless))
                    .singleElement()
                    .asString()
                    .matches("the load lasted about (8|9|1\\d)s instead of 2s");
        }
    }

    private List<String> reasons(String run) {
        JsonNode validity = runs.awaitEnd(run).path("validity");
        List<String> reasons = new ArrayList<>();
        validity.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        assertThat(validity.path("state").asText()).isEqualTo(reasons.isEmpty() ? "valid" : "degraded");
        return reasons;
    }

    private static ObjectNode blocking(ScriptedTarget target, String version, String listeners) {
        return Requests.loadTest()
                .put("start", true)
                .put("host", target.url())
                .put("image", "locustio/locust:" + version)
                .put("users", 4)
                .put("spawn_rate", 4)
                .put("replicas", 1)
                .put("run_time", "9s")
                .put("main_py_content", """
                    import ctypes
                    import time
                    from locust import HttpUser, constant, events, task
                    from locust.runners import MasterRunner

                    begun = time.time()
                    runner = None

                    def block(seconds):
                        ctypes.CDLL(None).usleep(int(seconds * 1_000_000))

                    @events.init.add_listener
                    def keep(environment, **_):
                        global runner
                        runner = environment.runner

                    @events.test_start.add_listener
                    def begin(**_):
                        global begun
                        begun = time.time()

                    class Visitor(HttpUser):
                        wait_time = constant(0.1)

                        @task
                        def fixed(self):
                            self.client.get("/fixed")

                    """ + listeners);
    }
}
