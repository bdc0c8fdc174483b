package io.loadplane.testing;

import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.RoleResources;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import io.loadplane.model.run.Priority;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Plain examples of the model. */
public final class Fixtures {

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    public static final RunId RUN_ID = new RunId("run-" + "0".repeat(25) + "1");
    public static final LoadTestId LOAD_TEST_ID = new LoadTestId("lt-" + "0".repeat(25) + "1");

    private Fixtures() {}

    public static Settings settings() {
        return settings("example", "local");
    }

    public static Settings settings(String name, String environment) {
        RoleResources.Resources nothing = new RoleResources.Resources(Map.of(), Map.of());
        return new Settings(
                name,
                environment,
                null,
                null,
                null,
                Map.of("team", "shop"),
                new Load(null, 10, 10, Duration.ofMinutes(1), Duration.ofSeconds(10), List.of(), List.of(), List.of()),
                Map.of(),
                List.of(),
                List.of(),
                2,
                new RoleResources(nothing, nothing),
                new Settings.Image("locustio/locust:2.47.0", null, List.of()),
                new Settings.Scheduling(Map.of(), List.of(), Map.of(), null, null),
                new Settings.PodMetadata(Map.of(), Map.of()),
                new Settings.Ingress(false, null, "/", null, Map.of(), null),
                Map.of(),
                Map.of(),
                List.of(),
                Settings.Mode.AUTOSTART,
                Duration.ofMinutes(5),
                Duration.ofMinutes(16));
    }

    public static Source source() {
        return new Source("from locust import HttpUser", Map.of("a.py", "A = 1"), Map.of(), List.of(), null);
    }

    public static Definition definition() {
        return new Definition(source(), settings());
    }

    /** A run that was asked for at noon and is still queued. */
    public static Run queuedRun() {
        return Run.queued(
                RUN_ID,
                1,
                LOAD_TEST_ID,
                1,
                settings(),
                new Run.Origin(NOON, "tester", null, Priority.NORMAL, null, null));
    }
}
