package io.loadplane.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.run.Outputs;
import io.loadplane.testing.Api;
import io.loadplane.testing.Certificates;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ServiceProcess;
import io.loadplane.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service is used, with real runs and mistakes, and then everything that it wrote and said is searched for its secrets. */
class SecretLeakTest {

    @TempDir
    private Path home;

    private final TestDatabase database = TestDatabase.create();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final StringBuilder answers = new StringBuilder();
    private Api api = new Api(URI.create("http://127.0.0.1"), null);

    @Test
    void no_secret_is_in_the_database_the_log_or_an_answer() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(home, settings());
                CountingTarget target = CountingTarget.start()) {
            api = service.api();
            secrets.put(
                    "bootstrap token", Files.readString(home.resolve("token")).strip());
            useCredentials();
            useRunWithPassword();
            String run = useLocalRun(target);
            useWebhook();
            makeMistakes();
            for (String path : List.of(
                    "/",
                    "/health",
                    "/openapi",
                    "/prometheus",
                    "/runs",
                    "/loadtests",
                    "/environments",
                    "/audit?limit=200")) {
                keep(api.get(path));
            }
            for (String part : List.of("", "/events", "/stats", "/series", "/logs", "/report")) {
                keep(api.get("/runs/" + run + part));
            }

            String dump = dump();
            String log = service.log();

            assertThat(dump).contains(run, Credentials.SERVER, "rotate_credential");
            assertThat(log).contains(run, " DEBUG ");
            assertThat(answers).contains(run);
            assertThat(secrets).hasSize(8);
            assertThat(places(dump, log)).isEmpty();
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "LOADPLANE_LOG_LEVEL",
                "DEBUG",
                "LOADPLANE_DATABASE_URL",
                database.url(),
                "LOADPLANE_DATABASE_USER",
                database.user(),
                "LOADPLANE_DATABASE_PASSWORD",
                database.password(),
                "LOADPLANE_SECRETS_RESEAL_INTERVAL",
                "1h",
                "LOADPLANE_WEBHOOKS_ALLOWED_PRIVATE_TARGETS",
                "127.0.0.1");
    }

    /** Where which secret is, in whatever way it may be written. */
    private List<String> places(String dump, String log) {
        List<String> places = new ArrayList<>();
        secrets.forEach((what, secret) -> {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            Map.of("the database", dump, "the log", log, "an answer", answers.toString())
                    .forEach((where, text) -> {
                        if (text.contains(secret)
                                || text.contains(HexFormat.of().formatHex(bytes))
                                || text.contains(base64)) {
                            places.add("%s in %s".formatted(what, where));
                        }
                    });
        });
        return places;
    }

    private void useCredentials() {
        Certificates.Issued client = Certificates.issue("CN=tester");
        String key = new String(Base64.getMimeDecoder().decode(client.keyData()), StandardCharsets.UTF_8);
        secrets.put("client key", key.lines().skip(1).findFirst().orElseThrow());
        secrets.put("client key as in the kubeconfig", client.keyData().substring(0, 200));
        secrets.put("credential token", Credentials.TOKEN);
        String user = "{client-certificate-data: %s, client-key-data: %s}"
                .formatted(client.certificateData(), client.keyData());
        ObjectNode kubeconfig =
                Credentials.kubeconfig(Credentials.yaml("{server: '%s'}".formatted(Credentials.SERVER), user));
        for (ObjectNode request : List.of(kubeconfig, Credentials.token())) {
            String path = "/cluster-credentials/"
                    + keep(api.post("/cluster-credentials", request))
                            .json(201)
                            .path("id")
                            .asText();
            keep(api.put(path, request, "If-Match", "\"1\""));
            keep(api.post(path + "/verify?namespace=load", ""));
            keep(api.get(path + "/rbac?namespace=load"));
            keep(api.get(path));
        }
        keep(api.get("/cluster-credentials"));
    }

    /** On a cluster where nobody answers, so that the run waits. */
    private void useRunWithPassword() throws SQLException, IOException, GeneralSecurityException {
        String credential = keep(api.get("/cluster-credentials"))
                .json(200)
                .at("/items/0/id")
                .asText();
        ObjectNode environment = Api.JSON
                .createObjectNode()
                .put("name", "away")
                .put("namespace", "load")
                .put("cluster_credential_id", credential);
        keep(api.post("/environments", environment));
        JsonNode created = keep(api.post("/loadtests", remote())).json(201);
        String token = openToken(created.at("/latest_run/id").asText());
        JsonNode view =
                api.get("/runs/" + created.at("/latest_run/id").asText()).json(200);
        assertThat(view.at("/outputs/ui_password").asText()).isEqualTo(Outputs.passwordOf(token));
        secrets.put("token of a run on a cluster", token);
        secrets.put("password of its web page", Outputs.passwordOf(token));
        keep(api.post("/loadtests/" + created.path("id").asText() + "/runs", "{\"users\": -1}"));
    }

    private static ObjectNode remote() {
        return Requests.loadTest()
                .put("environment", "away")
                .put("mode", "interactive")
                .put("host", "http://shop.test")
                .put("start", true);
    }

    private String useLocalRun(CountingTarget target) throws SQLException, IOException, GeneralSecurityException {
        Runs runs = new Runs(api);
        String run = keep(api.post("/loadtests", Requests.loadTest(target, "2s")))
                .json(201)
                .at("/latest_run/id")
                .asText();
        secrets.put("token of a run on this machine", openToken(run));
        runs.awaitRunning(run);
        runs.awaitCleanup(run);
        return run;
    }

    private void useWebhook() {
        secrets.put("secret of a webhook", "hook-secret-0123456789");
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("url", "http://127.0.0.1:1/hook")
                .put("secret", secrets.get("secret of a webhook"));
        request.putArray("events").add("run.finished");
        String path = "/webhooks/"
                + keep(api.post("/webhooks", request)).json(201).path("id").asText();
        keep(api.put(path, request, "If-Match", "\"1\""));
        assertThat(keep(api.post(path + "/test", "")).json(200).path("state").asText())
                .isEqualTo("given_up");
        keep(api.get(path + "/deliveries"));
        keep(api.put(path, request.put("secret", secrets.get("secret of a webhook") + " "), "If-Match", "\"2\""));
    }

    private void makeMistakes() {
        String token = secrets.get("credential token");
        keep(api.post("/cluster-credentials", Credentials.token().put("token", token + "\n")));
        keep(api.post("/cluster-credentials", Credentials.token().put("tokn", token)));
        keep(api.post("/cluster-credentials", Credentials.token().put("kind", "kubeconfig")));
        keep(api.post("/cluster-credentials", Credentials.kubeconfig("!!int " + token)));
        keep(api.post("/cluster-credentials", "{\"token\": \"" + token));
        keep(api.get("/runs?cursor=nonsense"));
        keep(api.get("/nowhere"));
    }

    /** The password of a web page is for who may see its run, in that one field. */
    private Api.Answer keep(Api.Answer answer) {
        answers.append(answer.text().replaceAll("\"ui_password\":\"[0-9a-f]{24}\"", ""))
                .append(answer.response().headers().map());
        return answer;
    }

    private String openToken(String run) throws SQLException, IOException, GeneralSecurityException {
        Keyset keyset = Keyset.parse(Files.readString(home.resolve("keyset.json")));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select sealed_agent_token from run where id = '%s'".formatted(run))) {
            row.next();
            byte[] sealed = Objects.requireNonNull(row.getBytes(1));
            return new String(
                    keyset.aead().decrypt(sealed, run.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        }
    }

    /** Every row of every table as text; packed columns are hexadecimal, and what is in them was read as answers. */
    private String dump() throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names =
                    statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select t::text from %s t".formatted(table))) {
                    while (rows.next()) {
                        dump.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }
}
