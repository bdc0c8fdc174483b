package io.loadplane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loadplane.testing.Api;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away under the service, and comes back. */
class DatabaseAwayTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private EmbeddedPostgres database;
    private TestService service;
    private Api api;

    @BeforeEach
    void start() throws IOException {
        database = database(0);
        service = TestService.start(Map.of(
                "loadplane.database.url",
                database.getJdbcUrl("postgres", "postgres"),
                "loadplane.database.user",
                "postgres",
                "loadplane.database.password",
                ""));
        api = service.api();
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
        database.close();
    }

    @Test
    void callers_are_refused_at_once_until_it_is_back() throws IOException {
        String loadTest =
                api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();
        Api holder = service.caller("lp_" + "0".repeat(26) + "_" + "0".repeat(64));
        database.close();

        for (int i = 0; i < 10; i++) {
            long begun = System.nanoTime();
            Api.Answer refused = i % 2 == 0
                    ? (i % 4 == 0 ? api : holder).get("/loadtests/" + loadTest)
                    : api.post("/loadtests", Requests.loadTest().put("start", true));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
            assertThat(refused.json(503).path("code").asText()).isEqualTo("database_unavailable");
            assertThat(refused.header("Retry-After")).isEqualTo("5");
        }

        database = database(database.getPort());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(api.get("/loadtests/" + loadTest).status()).isEqualTo(200));
    }

    @Test
    void readiness_names_it_without_saying_where_it_is() throws IOException {
        Api.Answer before = service.stranger().get("/health/readiness");
        database.close();

        Api.Answer down = service.stranger().get("/health/readiness");

        assertThat(before.json(200).path("details").path("vital").path("details"))
                .isEqualTo(Api.JSON.readTree("{\"database\": \"ok\", \"disk\": \"ok\", \"scheduler\": \"ok\"}"));
        assertThat(down.json(503).path("details").path("vital").path("details")).isEqualTo(Api.JSON.readTree("""
                        {"database": "The database does not answer.", "disk": "ok", "scheduler": "ok"}
                        """));
        assertThat(down.text()).doesNotContain("127.0.0.1", "Exception", "postgres");
        assertThat(before.json().path("details").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("gracefulShutdown", "service", "vital");
        database = database(database.getPort());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(api.get("/health/readiness").status()).isEqualTo(200));
    }

    @Test
    void a_run_goes_on_meanwhile_and_is_still_driven_by_who_drove_it() throws IOException {
        try (CountingTarget target = CountingTarget.start()) {
            Runs runs = new Runs(api);
            String run = runs.start(Requests.loadTest(target, "12s"));
            runs.awaitRunning(run);
            database.close();
            await().atMost(AT_ONCE.multipliedBy(2))
                    .untilAsserted(
                            () -> assertThat(api.get("/runs/" + run).status()).isEqualTo(503));

            database = database(database.getPort());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(api.get("/runs/" + run).status()).isEqualTo(200));

            assertThat(runs.awaitEnd(run).path("status").asText()).isEqualTo("completed");
            assertThat(Runs.byEndpoint(runs.stats(run), "requests")).isEqualTo(target.requests());
        }
    }

    private EmbeddedPostgres database(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
