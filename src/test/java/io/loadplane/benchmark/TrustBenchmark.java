package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.simulation.Outcome;
import io.loadplane.simulation.Replicas;
import io.loadplane.simulation.SimulatorProcess;
import io.loadplane.testing.Api;
import io.loadplane.testing.DatabaseProcess;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Tokens;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs a {@code POST /loadtests} that its caller holds a token of an environment, that the environment has a
 * policy, and that an audit is kept; against the first token, no policy, and an audit whose rows the database drops.
 */
class TrustBenchmark {

    private static final int CALLERS = 16;
    private static final int ROUNDS = 2;

    private static final String DROP_ROWS = """
            create function drop_row() returns trigger language plpgsql as 'begin return null; end';
            create trigger aa_drop_row before insert on audit_entry for each row execute function drop_row()
            """;

    private static final String POLICY = """
            {"max_workers": 20, "max_users": 5000, "max_run_time": "2h", "allowed_images": ["locustio/locust:2.*"],
             "allowed_packages": ["requests", "acme-*"], "required_labels": {"team": "*"},
             "allowed_target_hosts": ["*.test"],
             "forbidden_times": [{"days": ["friday"], "from": "18:00", "to": "18:01", "time_zone": "Europe/Berlin"}]}
            """;

    private final Figures figures = new Figures("trust");
    private final AtomicInteger count = new AtomicInteger();

    @TempDir
    private Path home;

    @Test
    void definitions_per_second_with_and_without() throws Exception {
        try (DatabaseProcess database = DatabaseProcess.start(home);
                SimulatorProcess simulator = SimulatorProcess.start();
                Replicas replicas = Replicas.start(1, home, database, Map.of())) {
            replicas.addEnvironment("bare", simulator.url() + "bare");
            Api first = replicas.get(0).api();
            ObjectNode guarded =
                    Api.JSON.createObjectNode().put("name", "guarded").put("namespace", "load");
            first.get("/cluster-credentials").json(200).path("items").forEach(credential -> {
                if (credential.path("name").asText().equals("bare")) {
                    guarded.set("cluster_credential_id", credential.path("id"));
                }
            });
            guarded.set("policy", Api.JSON.readTree(POLICY));
            first.post("/environments", guarded).json(201);
            Api caller = new Api(
                    first.url(),
                    first.post("/tokens", Tokens.request("tester", "guarded", "bare"))
                            .json(201)
                            .path("token")
                            .asText());
            Callers.warmUp(() -> caller.post("/loadtests", request("guarded")).json(201));
            for (int round = 0; round < ROUNDS; round++) {
                execute(database, DROP_ROWS);
                double bare = perSecond(first, "bare");
                execute(database, "drop trigger aa_drop_row on audit_entry; drop function drop_row()");
                double audited = perSecond(first, "bare");
                double held = perSecond(caller, "bare");
                double all = perSecond(caller, "guarded");
                report(bare, audited, held, all);
            }
        }
        figures.write();
    }

    private double perSecond(Api api, String environment) throws Exception {
        return Callers.measure(
                        CALLERS,
                        () -> api.post("/loadtests", request(environment)).json(201))
                .perSecond();
    }

    private ObjectNode request(String environment) {
        ObjectNode request = Replicas.loadTest(environment, Outcome.COMPLETES, "2s")
                .put("start", false)
                .put("main_py_content", Requests.SCRIPT + "\n# number %d\n".formatted(count.incrementAndGet()));
        request.putObject("labels").put("team", "shop");
        return request;
    }

    private static void execute(DatabaseProcess database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void report(double bare, double audited, double held, double all) {
        figures.add(
                "stored per second",
                Api.JSON
                        .createObjectNode()
                        .put("bare", bare)
                        .put("audited", audited)
                        .put("with_token", held)
                        .put("with_policy", all)
                        .put("ratio", all / bare));
    }
}
