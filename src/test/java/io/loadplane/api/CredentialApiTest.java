package io.loadplane.api;

import static io.loadplane.testing.Api.findings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Certificates;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.TestService;
import io.micronaut.context.env.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How clusters are reached is stored, changed and deleted; what is secret in it never comes back. */
class CredentialApiTest {

    private static final String PATH = "/cluster-credentials";

    private final Api api = TestService.shared().api();

    @Test
    void a_credential_is_stored_and_read_without_its_secret() {
        ObjectNode request = Credentials.token();
        request.putArray("environments").add("staging");

        Api.Answer created = api.post(PATH, request);

        JsonNode view = created.json(201);
        assertThat(view.path("name")).isEqualTo(request.path("name"));
        assertThat(view.path("kind").asText()).isEqualTo("token");
        assertThat(view.path("server").asText()).isEqualTo(Credentials.SERVER);
        assertThat(view.path("environments").path(0).asText()).isEqualTo("staging");
        assertThat(view.path("version").asInt()).isEqualTo(1);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.header("Location"))
                .isEqualTo(PATH + "/" + view.path("id").asText());
        assertThat(api.get(PATH + "/" + view.path("id").asText()).json(200)).isEqualTo(view);
        assertThat(created.text()).doesNotContain(Credentials.TOKEN);
    }

    @Test
    void a_list_shows_all_credentials_and_no_secret() {
        Certificates.Issued client = Certificates.issue("CN=tester");
        String user = "{client-certificate-data: %s, client-key-data: %s}"
                .formatted(client.certificateData(), client.keyData());
        String stored = Credentials.store(
                api, Credentials.kubeconfig(Credentials.yaml("{server: '%s'}".formatted(Credentials.SERVER), user)));
        Credentials.store(api);

        List<String> pages = new ArrayList<>();
        String cursor = "";
        do {
            Api.Answer page = api.get(PATH + "?limit=2" + cursor);
            pages.add(page.text());
            JsonNode next = page.json(200).path("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asText();
        } while (!cursor.isEmpty());

        assertThat(String.join("", pages))
                .contains(stored)
                .doesNotContain(
                        Credentials.TOKEN, client.keyData(), client.certificateData(), "PRIVATE KEY", "clusters:");
    }

    @Test
    void what_is_stored_is_sealed() throws SQLException {
        String id = Credentials.store(api);

        String row = row(id);

        String hexadecimal = HexFormat.of().formatHex(Credentials.TOKEN.getBytes(StandardCharsets.UTF_8));
        assertThat(row)
                .contains(id)
                .doesNotContain(Credentials.TOKEN, hexadecimal, Certificates.base64(Credentials.TOKEN));
    }

    @Test
    void a_rotation_makes_the_next_version_for_those_who_saw_the_last() {
        ObjectNode request = Credentials.token();
        String path = PATH + "/" + Credentials.store(api, request);
        request.put("server", "https://192.0.2.2:6443").put("token", Credentials.TOKEN + "-2");

        assertThat(api.put(path, request).json(428).path("code").asText()).isEqualTo("if_match_required");
        assertThat(api.put(path, request, "If-Match", "\"2\"")
                        .json(412)
                        .path("code")
                        .asText())
                .isEqualTo("version_mismatch");
        assertThat(api.get(path).json(200).path("server").asText()).isEqualTo(Credentials.SERVER);
        Api.Answer rotated = api.put(path, request, "If-Match", "\"1\"");

        JsonNode view = rotated.json(200);
        assertThat(rotated.header("ETag")).isEqualTo("\"2\"");
        assertThat(view.path("version").asInt()).isEqualTo(2);
        assertThat(view.path("server").asText()).isEqualTo("https://192.0.2.2:6443");
        assertThat(rotated.text()).doesNotContain(Credentials.TOKEN);
        assertThat(api.put(path, request, "If-Match", "\"1\"").status()).isEqualTo(412);
    }

    @Test
    void a_credential_keeps_its_name() {
        ObjectNode request = Credentials.token();
        String path = PATH + "/" + Credentials.store(api, request);

        JsonNode problem = api.put(path, request.put("name", "another"), "If-Match", "\"1\"")
                .json(400);

        assertThat(findings(problem)).containsExactly("/name immutable");
    }

    @Test
    void a_name_is_taken_once() {
        ObjectNode request = Credentials.token();
        Credentials.store(api, request);

        Api.Answer second = api.post(PATH, request);

        assertThat(second.json(409).path("code").asText()).isEqualTo("already_exists");
        assertThat(second.text()).doesNotContain(Credentials.TOKEN);
    }

    @Test
    void a_credential_that_is_needed_is_not_deleted_and_says_by_whom() {
        String own = Credentials.store(api);
        String allowed = Credentials.store(api);
        ObjectNode environment = Api.JSON
                .createObjectNode()
                .put("name", "needs-a-credential")
                .put("namespace", "load")
                .put("cluster_credential_id", own);
        environment.putArray("allowed_cluster_credential_ids").add(allowed);
        String environmentId =
                api.post("/environments", environment).json(201).path("id").asText();

        for (String id : List.of(own, allowed)) {
            JsonNode problem = api.delete(PATH + "/" + id).json(409);
            assertThat(problem.path("code").asText()).isEqualTo("credential_in_use");
            assertThat(problem.path("detail").asText()).contains("environment needs-a-credential");
        }

        assertThat(api.delete("/environments/" + environmentId).status()).isEqualTo(204);
        assertThat(api.delete(PATH + "/" + own).status()).isEqualTo(204);
        assertThat(api.get(PATH + "/" + own).status()).isEqualTo(404);
        assertThat(api.delete(PATH + "/" + own).status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    "kind": "token"                                         | /server required, /token required
                    "kind": "token", "server": "", "token": " "             | /server required, /token required
                    "kind": "kubeconfig"                                    | /kubeconfig required
                    "kind": "kubeconfig", "token": "t", "server": "https://a" | /kubeconfig required, /token unexpected_field, /server unexpected_field
                    "kind": "in_cluster", "kubeconfig": "a", "context": "b", "ca_certificate": "c" \
                    | /kubeconfig unexpected_field, /context unexpected_field, /ca_certificate unexpected_field
                    "kind": "token", "server": "https://a", "token": "t", "context": "x" | /context unexpected_field
                    "kind": "cloud"                                         | /kind unknown_value
                    "token": "t"                                            | /kind required
                    "kind": "token", "server": "https://a", "token": "t", "password": "p" | /password unknown_field
                    "kind": "token", "server": "https://a", "token": 5      | /token wrong_type
                    "kind": "token", "server": "http://a", "token": "t"     | /server malformed_url
                    "kind": "token", "server": "a:6443", "token": "t"       | /server malformed_url
                    "kind": "token", "server": "https://a:99999", "token": "t" | /server malformed_url
                    "kind": "token", "server": "https://", "token": "t"     | /server malformed_url
                    "kind": "token", "server": "https://u:never-shown-7c1e9b@a", "token": "t" | /server malformed_url
                    "kind": "token", "server": "https://a", "token": "t", "ca_certificate": "x" | /ca_certificate malformed_certificate
                    "kind": "token", "server": "https://a", "token": "never-shown-7c1e9b\\nx" | /token malformed_token
                    "kind": "token", "server": "https://a", "token": "never-shown-7c1e9b\u00e9" | /token malformed_token
                    "name": "", "kind": "token", "server": "https://a", "token": "t" | /name malformed_name
                    "name": "a\\nb", "kind": "token", "server": "https://a", "token": "t" | /name malformed_name
                    "kind": "token", "server": "https://a", "token": "t", "environments": [null] | /environments/0 wrong_type
                    "kind": "token", "server": "https://a", "token": "t", "environments": "staging" | /environments wrong_type
                    """)
    void what_is_wrong_with_the_fields_is_said_at_once(String fields, String expected) throws IOException {
        ObjectNode request =
                Api.JSON.createObjectNode().set("name", Credentials.token().path("name"));
        request.setAll((ObjectNode) Api.JSON.readTree("{" + fields + "}"));

        Api.Answer answer = api.post(PATH, request);

        assertThat(findings(answer.json(400))).as(answer.text()).contains(expected.split(", "));
        assertThat(answer.text()).doesNotContain(Credentials.TOKEN);
    }

    @Test
    void a_token_says_who_it_stands_for_and_how_long() {
        String token = Credentials.jwt("{\"sub\": \"system:serviceaccount:load:runner\", \"exp\": 1900000000}");
        Certificates.Issued authority = Certificates.issue("CN=authority");

        JsonNode view = api.post(
                        PATH, Credentials.token().put("token", token).put("ca_certificate", authority.certificate()))
                .json(201);

        assertThat(view.path("identity").asText()).isEqualTo("system:serviceaccount:load:runner");
        assertThat(view.path("expires_at").asText())
                .isEqualTo(Instant.ofEpochSecond(1900000000).toString());
        assertThat(view.path("ca_fingerprint").asText()).isEqualTo(authority.fingerprint());
    }

    @ParameterizedTest
    @CsvSource({"-1, missing, has expired, true", "13, ok, expires, true", "15, ok, expires, false"})
    void a_credential_that_ends_soon_is_no_surprise(int days, String state, String says, boolean advised) {
        Instant end = Instant.now().plus(Duration.ofDays(days));
        String token = Credentials.jwt("{\"exp\": %d}".formatted(end.getEpochSecond()));
        String id =
                Credentials.store(api, Credentials.token().put("token", token).put("server", "https://127.0.0.1:1"));

        JsonNode check = api.post(PATH + "/" + id + "/verify", "").json(200).at("/checks/0");

        assertThat(check.path("subject").asText()).isEqualTo("expiry");
        assertThat(check.path("state").asText()).isEqualTo(state);
        assertThat(check.path("message").asText()).contains(says, end.toString().substring(0, 16));
        assertThat(check.path("advice").isNull()).isEqualTo(!advised);
    }

    @Test
    void a_certificate_says_who_it_stands_for_and_how_long() {
        Certificates.Issued authority = Certificates.issue("CN=authority");
        Certificates.Issued client = Certificates.issue("O=load,CN=tester");
        String cluster = "{server: '%s', certificate-authority-data: %s}"
                .formatted(Credentials.SERVER, authority.certificateData());
        String user = "{client-certificate-data: %s, client-key-data: %s}"
                .formatted(client.certificateData(), client.keyData());

        JsonNode view = api.post(PATH, Credentials.kubeconfig(Credentials.yaml(cluster, user)))
                .json(201);

        assertThat(view.path("server").asText()).isEqualTo(Credentials.SERVER);
        assertThat(view.path("identity").asText()).isEqualTo("CN=tester,O=load");
        assertThat(Instant.parse(view.path("expires_at").asText())).isEqualTo(client.notAfter());
        assertThat(view.path("ca_fingerprint").asText()).isEqualTo(authority.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "hello",
                "{\"exp\": \"soon\", \"sub\": {\"a\": 1}}",
                "{\"exp\": null, \"sub\": null}",
                "{\"exp\": [1, 2]}",
                "{\"exp\": []}",
                "{\"exp\": {}}",
                "{\"exp\": 99999999999999999999}",
                "{\"exp\": 9223372036854775807}",
                "{\"exp\": 99999999999999}",
                "{\"exp\": 31556889864403199}",
                "{\"exp\": -31557014167219200}",
                "{\"exp\": 1e300}",
                "{\"sub\": \"a\\u0000b\"}",
                "{\"sub\": \"a\\ud800b\"}"
            })
    void a_token_that_says_something_strange_is_stored_all_the_same(String claims) {
        ObjectNode request = Credentials.token().put("token", Credentials.jwt(claims));

        Api.Answer answer = api.post(PATH, request);

        JsonNode view = answer.json(201);
        assertThat(api.get(PATH + "/" + view.path("id").asText()).json(200)).isEqualTo(view);
    }

    private static String row(String id) throws SQLException {
        Environment settings = TestService.shared().bean(Environment.class);
        try (Connection connection = DriverManager.getConnection(
                        settings.getRequiredProperty("loadplane.database.url", String.class),
                        settings.getRequiredProperty("loadplane.database.user", String.class),
                        settings.getProperty("loadplane.database.password", String.class)
                                .orElse(""));
                PreparedStatement query = connection.prepareStatement(
                        "select c::text || encode(secret, 'escape') from cluster_credential c where id = ?")) {
            query.setString(1, id);
            ResultSet rows = query.executeQuery();
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
