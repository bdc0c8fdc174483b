package io.loadplane.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a caller sends, the service answers as its description says. Schemathesis makes up the calls, from the
 * description and against it; {@code -Ddescription.seconds=} makes it longer.
 */
class DescriptionTest {

    private static final String VERSION = "4.32.5";
    private static final int SECONDS = Integer.getInteger("description.seconds", 10);

    private static Path schemathesis = Path.of("not installed");

    @TempDir
    private Path home;

    @BeforeAll
    static void install() throws Exception {
        Path environment = TestService.CACHE.resolve("schemathesis-" + VERSION);
        schemathesis = environment.resolve("bin/st");
        if (!Files.exists(environment.resolve("complete"))) {
            run(Path.of("/tmp"), List.of("python3", "-m", "venv", "--clear", environment.toString()), Map.of());
            run(
                    Path.of("/tmp"),
                    List.of(environment.resolve("bin/pip").toString(), "install", "-q", "schemathesis==" + VERSION),
                    Map.of());
            Files.createFile(environment.resolve("complete"));
        }
    }

    @Test
    void every_answer_is_one_that_the_description_promises_whoever_asks() throws Exception {
        try (DatabaseProcess database = DatabaseProcess.start(home)) {
            StoredRuns stored = new StoredRuns(database);
            try (Simulator simulator = Simulator.start(stored::isSettled);
                    Replicas replicas = Replicas.start(
                            1, home, database, Map.of("LOADPLANE_RATE_LIMIT_REQUESTS_PER_MINUTE", "0"))) {
                replicas.addEnvironment("east", simulator.url("east"));
                Api api = replicas.get(0).api();
                String run = replicas.start(Replicas.loadTest("east", Outcome.COMPLETES, "1s"));

                for (String role : List.of("viewer", "tester", "platform")) {
                    ObjectNode request = Tokens.request(role);
                    String token =
                            api.post("/tokens", request).json(201).path("token").asText();
                    explore(api, role, token, run);
                }

                assertThat(replicas.get(0).log()).doesNotContain("UnforeseenFailure");
            }
        }
    }

    private void explore(Api api, String role, String token, String run) throws Exception {
        Path configuration = Path.of("src/test/resources/schemathesis.toml").toAbsolutePath();
        run(
                Files.createDirectory(home.resolve(role)),
                List.of(
                        schemathesis.toString(),
                        "--config-file",
                        configuration.toString(),
                        "run",
                        Path.of("openapi/loadplane.yml").toAbsolutePath().toString(),
                        "--url",
                        api.url().toString(),
                        "--header",
                        "Authorization: Bearer " + token,
                        "--max-time",
                        Integer.toString(SECONDS),
                        // A caller that revokes itself sees nothing more.
                        "--exclude-operation-id",
                        "revokeToken",
                        "--workers",
                        "1",
                        "--continue-on-failure",
                        "--no-color"),
                Map.of("RUN", run));
    }

    private static void run(Path folder, List<String> command, Map<String, String> variables)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("description", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        boolean ended = process.waitFor(SECONDS + 300L, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s%n%s", String.join(" ", command).replaceAll("Bearer \\S+", "Bearer …"), Files.readString(output))
                .isTrue();
    }
}
