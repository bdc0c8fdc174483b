package io.loadplane.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;

/** Bodies that callers send. */
public final class Requests {

    /** One endpoint, over and over. */
    public static final String SCRIPT = """
            from locust import HttpUser, constant, task

            class Visitor(HttpUser):
                wait_time = constant(0.1)

                @task
                def look(self):
                    self.client.get("/item")
            """;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Requests() {}

    /** A load test under a name of its own that is stored but not started. */
    public static ObjectNode loadTest() {
        return Api.JSON
                .createObjectNode()
                .put("name", "test-" + COUNT.incrementAndGet())
                .put("main_py_content", SCRIPT)
                .put("start", false);
    }

    /** A load test that runs for some seconds against a target. */
    public static ObjectNode loadTest(CountingTarget target, String runTime) {
        return loadTest()
                .put("start", true)
                .put("host", target.url())
                .put("users", 4)
                .put("spawn_rate", 4)
                .put("replicas", 1)
                .put("run_time", runTime);
    }
}
