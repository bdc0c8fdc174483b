package io.loadplane.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.Application;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and credentials change under runs that are on. */
class KeyRotationTest {

    private static final int RUNS = 50;

    private static final String KEYS = """
            select distinct encode(substring(value from 1 for 5), 'hex') as key
            from (select secret as value from cluster_credential union all select sealed from keyset_probe
                  union all select sealed_agent_token from run) secrets
            where value is not null
            """;

    @TempDir
    private Path home;

    @Test
    void new_keys_and_a_new_credential_cost_no_run_and_leave_nothing_under_the_old_key() throws Exception {
        try (DatabaseProcess database = DatabaseProcess.start(home)) {
            StoredRuns stored = new StoredRuns(database);
            try (Simulator simulator = Simulator.start(stored::isSettled);
                    Replicas replicas =
                            Replicas.start(2, home, database, Map.of("LOADPLANE_SECRETS_RESEAL_INTERVAL", "1s"))) {
                replicas.addEnvironment("east", simulator.url("east"));
                startRuns(replicas);
                String old = stored.texts(KEYS).getFirst();
                assertThat(stored.count("run where sealed_agent_token is not null"))
                        .isEqualTo(RUNS);

                rotateKeys();
                rotateCredential(replicas.get(0).api());
                replicas.start(Replicas.loadTest("east", Outcome.COMPLETES, "1s"));

                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> !stored.texts(KEYS).contains(old));
                assertThat(stored.texts(KEYS)).hasSize(1);
                assertThat(stored.count("run where sealed_agent_token is not null"))
                        .as("runs that were on meanwhile")
                        .isPositive();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> stored.unfinished().isEmpty());
                assertThat(stored.ends()).isEqualTo(Map.of("completed", RUNS + 1));
                assertThat(replicas.get(0).log() + replicas.get(1).log())
                        .contains(
                                "is sealed under the key %d any more".formatted(Long.parseLong(old.substring(2), 16)));
            }
        }
    }

    private static void startRuns(Replicas replicas) {
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < RUNS; i++) {
                ObjectNode request = Replicas.loadTest("east", Outcome.COMPLETES, "20s");
                callers.execute(() -> replicas.start(request));
            }
        }
    }

    /** As its user does it. */
    private void rotateKeys() throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        "keyset",
                        "rotate")
                .inheritIO();
        command.environment().put("LOADPLANE_HOME", home.toString());
        Process process = command.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static void rotateCredential(Api api) {
        ObjectNode credential = Api.JSON.createObjectNode();
        api.get("/cluster-credentials").json(200).path("items").forEach(item -> {
            if (item.path("name").asText().equals("east")) {
                credential.setAll((ObjectNode) item);
            }
        });
        ObjectNode next = Api.JSON
                .createObjectNode()
                .put("name", "east")
                .put("kind", "token")
                .put("server", credential.path("server").asText())
                .put("token", "pretended-anew");
        String path = "/cluster-credentials/" + credential.path("id").asText();
        api.put(path, next, "If-Match", Objects.requireNonNull(api.get(path).header("ETag")))
                .json(200);
    }
}
