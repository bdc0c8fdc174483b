package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.loadplane.testing.Api;
import io.loadplane.testing.Certificates;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever stores a credential that leads to no cluster is told what is wrong with it, in words of their own. */
class CredentialTrialTest {

    private static final String PATH = "/cluster-credentials/";

    private static final Certificates.Issued RIGHT = Certificates.issue("CN=right", "127.0.0.1");
    private static final Certificates.Issued WRONG = Certificates.issue("CN=wrong", "192.0.2.1");

    private static HttpsServer right;
    private static HttpsServer wrong;

    private final Api api = TestService.shared().api();

    @BeforeAll
    static void start() throws IOException {
        right = server(RIGHT);
        wrong = server(WRONG);
    }

    @AfterAll
    static void stop() {
        right.stop(0);
        wrong.stop(0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
                    closed,  nobody listens there,                            Check host and port
                    stranger, signed by nobody whom the credential trusts,    ca_certificate
                    wrong,   for another name than the one in the credential, tls-server-name
                    right,   is no Kubernetes API server,                     Check the server
                    """)
    void what_keeps_it_from_its_cluster_is_said_with_what_to_do(String where, String message, String advice) {
        Api.Answer answer = api.post(PATH + store(where, Credentials.TOKEN) + "/verify", "");

        JsonNode check = answer.json(200).at("/checks/0");
        assertThat(check.path("subject").asText()).isEqualTo("server");
        assertThat(check.path("state").asText()).isEqualTo("missing");
        assertThat(check.path("message").asText()).contains(message);
        assertThat(check.path("advice").asText()).contains(advice);
        assertThat(answer.text()).doesNotContain("Exception", "java.", "load test");
    }

    @ParameterizedTest
    @CsvSource({"closed, orphans", "right, orphans", "closed, rbac", "right, rbac"})
    void what_only_the_cluster_knows_is_a_conflict_without_it(String where, String what) {
        String id = store(where, Credentials.TOKEN);
        String name = "trial-" + where + "-" + what;
        api.post("/environments", Map.of("name", name, "namespace", "load", "cluster_credential_id", id))
                .json(201);

        JsonNode problem = api.get(PATH + id + "/" + what).json(409);

        assertThat(problem.path("code").asText()).isEqualTo("cluster_unreachable");
        assertThat(problem.path("detail").asText()).contains("https://127.0.0.1:", "/verify");
    }

    @Test
    void what_takes_a_cluster_around_us_says_so() {
        String id = Credentials.store(
                api, Api.JSON.createObjectNode().put("name", "around-us").put("kind", "in_cluster"));

        JsonNode check = api.post(PATH + id + "/verify", "").json(200).at("/checks/0");

        assertThat(check.path("state").asText()).isEqualTo("missing");
        assertThat(check.path("message").asText()).contains("runs in no cluster");
    }

    @Test
    void permissions_are_told_without_the_cluster_when_the_credential_says_whom_they_are_for() {
        String id = store("closed", Credentials.jwt("{\"sub\": \"system:serviceaccount:load:runner\"}"));

        Api.Answer yaml = api.get(PATH + id + "/rbac");

        assertThat(yaml.status()).as(yaml.text()).isEqualTo(200);
        assertThat(yaml.text()).contains("kind: ServiceAccount", "name: runner", "namespace: load");
    }

    private String store(String where, String token) {
        int port = switch (where) {
            case "closed" -> 1;
            case "wrong" -> wrong.getAddress().getPort();
            default -> right.getAddress().getPort();
        };
        Certificates.Issued trusted = where.equals("right") ? RIGHT : WRONG;
        return Credentials.store(
                api,
                Credentials.token()
                        .put("server", "https://127.0.0.1:" + port)
                        .put("ca_certificate", trusted.certificate())
                        .put("token", token));
    }

    private static HttpsServer server(Certificates.Issued certificate) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.createContext("/", exchange -> {
            byte[] page = "<html>It works!</html>".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }
}
