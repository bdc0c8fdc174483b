package io.loadplane.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.model.run.Outputs;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStore;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of runs lie sealed in the database, as soon as nobody is there who needs them plain. */
class SealedTokenTest {

    private static TestService service;

    @BeforeAll
    static void start() {
        service = TestService.start(Map.of("loadplane.secrets.reseal-interval", "500ms"));
        Api api = service.api();
        api.post(
                        "/environments",
                        Api.JSON
                                .createObjectNode()
                                .put("name", "away")
                                .put("namespace", "load")
                                .put("cluster_credential_id", Credentials.store(api)))
                .json(201);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void the_token_of_a_run_is_sealed_and_its_password_is_not_kept_at_all() throws SQLException {
        String run = startInteractive(service);

        JsonNode outputs = service.api().get("/runs/" + run).json(200).path("outputs");
        String token = token(run);

        assertThat(column(run, "agent_token")).isEmpty();
        assertThat(column(run, "encode(sealed_agent_token, 'hex')")).startsWith("01");
        assertThat(column(run, "outputs ->> 'ui_user'")).isEqualTo("loadplane");
        assertThat(column(run, "outputs ->> 'ui_password'")).isNull();
        assertThat(token).hasSizeGreaterThan(20);
        assertThat(outputs.path("ui_password").asText()).isEqualTo(Outputs.passwordOf(token));
    }

    @Test
    void while_processes_of_the_release_before_may_be_there_tokens_stay_plain() throws SQLException {
        execute("update keyset_probe set plain_until = now() + interval '1 hour'");
        try (TestService updated = service.another()) {
            String run = startInteractive(updated);
            String plain = column(run, "agent_token");
            String password = column(run, "outputs ->> 'ui_password'");
            assertThat(token(run)).isEqualTo(plain).isNotEmpty();
            assertThat(password).isEqualTo(Outputs.passwordOf(plain));

            execute("update keyset_probe set plain_until = now()");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> column(run, "agent_token").isEmpty());
            assertThat(token(run)).isEqualTo(plain);
            assertThat(column(run, "outputs ->> 'ui_password'")).isNull();
            assertThat(updated.api()
                            .get("/runs/" + run)
                            .json(200)
                            .at("/outputs/ui_password")
                            .asText())
                    .isEqualTo(password);
        }
    }

    @Test
    void the_token_of_a_run_that_is_cleaned_up_is_forgotten() throws SQLException {
        EndedRuns ended = new EndedRuns(service);
        String needed = ended.uncleanedAt(Instant.EPOCH, "local", 1).id().value();
        String over = ended.at(Instant.EPOCH, "local", 1).id().value();

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> column(over, "sealed_agent_token is null").equals("t"));

        assertThat(token(over)).isEmpty();
        assertThat(token(needed)).isNotEmpty();
    }

    @Test
    void a_run_whose_token_cannot_be_opened_here_is_shown_without_its_password() throws SQLException {
        String run = startInteractive(service);
        execute("update run set sealed_agent_token = '\\x01ffffffff00' where id = '%s'".formatted(run));

        JsonNode outputs = service.api().get("/runs/" + run).json(200).path("outputs");

        assertThat(outputs.path("ui_user").asText()).isEqualTo("loadplane");
        assertThat(outputs.path("ui_password").isNull()).isTrue();
    }

    private static String startInteractive(TestService service) {
        return service.api()
                .post(
                        "/loadtests",
                        Requests.loadTest()
                                .put("environment", "away")
                                .put("mode", "interactive")
                                .put("host", "http://shop.test")
                                .put("start", true))
                .json(201)
                .at("/latest_run/id")
                .asText();
    }

    private static String token(String run) {
        return service.bean(RunStore.class).agentToken(new RunId(run));
    }

    private static String column(String run, String expression) throws SQLException {
        try (Connection connection = service.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select %s from run where id = '%s'".formatted(expression, run))) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = service.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
