package io.loadplane.api;

import static io.loadplane.testing.Api.findings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Certificates;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.TestService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A kubeconfig comes from a caller: what would run, read or trust anything on this side is refused, and nothing kept. */
class KubeconfigRefusalTest {

    private static final String CLUSTER = "{server: '%s'}".formatted(Credentials.SERVER);
    private static final String USER = "{token: %s}".formatted(Credentials.TOKEN);

    private final Api api = TestService.shared().api();
    private JsonNode before = Api.JSON.nullNode();

    @BeforeEach
    void listCredentials() {
        before = api.get("/cluster-credentials?limit=200").json(200).path("items");
    }

    @AfterEach
    void nothingWasStored() {
        assertThat(api.get("/cluster-credentials?limit=200").json(200).path("items"))
                .isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    exec: {apiVersion: client.authentication.k8s.io/v1, command: aws} | exec_refused          | GET /cluster-credentials/rbac?namespace=NAME&bootstrap=true, or loadplane rbac --namespace NAME
                    auth-provider: {name: gcp}                                        | auth_provider_refused | GET /cluster-credentials/rbac?namespace=NAME&bootstrap=true
                    client-certificate: /home/me/client.crt                           | file_reference        | client-certificate-data
                    client-key: /home/me/client.key                                   | file_reference        | client-key-data
                    tokenFile: /var/run/secrets/token                                 | file_reference        | into token
                    username: me                                                      | password_refused      | not supported
                    password: never-shown-7c1e9b                                      | password_refused      | not supported
                    as: system:admin                                                  | impersonation_refused | impersonation
                    as-groups: ['system:masters']                                     | impersonation_refused | impersonation
                    """)
    void a_user_who_needs_more_than_is_in_the_file_is_refused(String field, String code, String advice) {
        String user = "{token: %s, %s}".formatted(Credentials.TOKEN, field);

        JsonNode problem = refused(Credentials.kubeconfig(Credentials.yaml(CLUSTER, user)));

        assertThat(findings(problem)).containsExactly("/kubeconfig " + code);
        assertThat(problem.path("errors").path(0).path("message").asText()).contains(advice);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    {server: 'https://a', certificate-authority: /etc/ca.crt}           | file_reference
                    {server: 'https://a', insecure-skip-tls-verify: true}               | insecure_refused
                    {server: 'https://a', proxy-url: 'http://b'}                        | proxy_refused
                    {server: 'https://a', certificate-authority-data: bm90IGEgY2VydA==} | malformed_certificate
                    {server: 'https://a', certificate-authority-data: '!'}              | malformed_certificate
                    {certificate-authority-data: ''}                                    | server_missing
                    {server: ''}                                                        | server_missing
                    {server: 'http://a'}                                                | malformed_url
                    {server: 'https://u:never-shown-7c1e9b@a'}                          | malformed_url
                    """)
    void a_cluster_that_cannot_be_trusted_is_refused(String cluster, String code) {
        JsonNode problem = refused(Credentials.kubeconfig(Credentials.yaml(cluster, USER)));

        assertThat(findings(problem)).containsExactly("/kubeconfig " + code);
    }

    static Stream<Arguments> identities() {
        Certificates.Issued one = Certificates.issue("CN=one");
        Certificates.Issued other = Certificates.issue("CN=other");
        String half = "client-certificate-data: " + one.certificateData();
        return Stream.of(
                Arguments.of("nothing", "{}", "identity_missing"),
                Arguments.of("an empty token", "{token: ''}", "identity_missing"),
                Arguments.of("a key alone", "{client-key-data: %s}".formatted(one.keyData()), "identity_missing"),
                Arguments.of("a certificate alone", "{%s}".formatted(half), "identity_missing"),
                Arguments.of("no key", "{%s, client-key-data: bm90IGEga2V5}".formatted(half), "malformed_key"),
                Arguments.of(
                        "the key of another",
                        "{%s, client-key-data: %s}".formatted(half, other.keyData()),
                        "malformed_key"),
                Arguments.of(
                        "no certificate",
                        "{client-certificate-data: bm90IGEgY2VydA==, client-key-data: %s}".formatted(one.keyData()),
                        "malformed_certificate"),
                Arguments.of("a token in two lines", "{token: \"a\\nb\"}", "malformed_token"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("identities")
    void a_user_without_a_usable_identity_is_refused(String name, String user, String code) {
        JsonNode problem = refused(Credentials.kubeconfig(Credentials.yaml(CLUSTER, user)));

        assertThat(findings(problem)).contains("/kubeconfig " + code);
    }

    static Stream<Arguments> files() {
        String good = Credentials.yaml(CLUSTER, USER);
        String bomb = IntStream.range(1, 60)
                .mapToObj(i -> "l%d: &l%d [%s]".formatted(i, i, i == 1 ? "x" : ("*l%d, ".formatted(i - 1)).repeat(9)))
                .collect(Collectors.joining("\n", "", "\n"));
        return Stream.of(
                Arguments.of("a text", "hello"),
                Arguments.of("a number", "5"),
                Arguments.of("a list", "[a]"),
                Arguments.of("no YAML", "clusters: [\n\t- {"),
                Arguments.of("no lists", "apiVersion: v1\nkind: Config\n"),
                Arguments.of("clusters that are no list", "clusters: {}\n"),
                Arguments.of("clusters that are null", "clusters: [null]\ncontexts: [null]\nusers: [null]\n"),
                Arguments.of("two documents", good + "---\n" + good),
                Arguments.of("an object of Java", "clusters: !!javax.script.ScriptEngineManager []\n" + good),
                Arguments.of("a number that is none", "x: !!int abc\n" + good),
                Arguments.of("a fraction that is none", "x: !!float abc\n" + good),
                Arguments.of("a whole number of nothing", "x: !!int ''\n" + good),
                Arguments.of("a bomb", bomb + good),
                Arguments.of("a list in itself", "x: &x [*x]\nclusters: *x\n"),
                Arguments.of("lists without end", "x: " + "[".repeat(5000) + "\n" + good),
                Arguments.of("a context without its cluster", good.replace("cluster: staging", "cluster: other")),
                Arguments.of("a context without its user", good.replace("user: runner", "user: other")),
                Arguments.of("users that are no list", good.replace("users:\n- name: runner\n  user:", "users:\n  x:")),
                Arguments.of("two clusters of one name", doubled(good, "- name: staging\n", "contexts:|users:")),
                Arguments.of("two users of one name", doubled(good, "- name: runner\n", "contexts:")),
                Arguments.of("a key twice", good.replace("token:", "token: other, token:")),
                Arguments.of("a token that is a number", good.replace(USER, "{token: 5}")),
                Arguments.of(
                        "an authority that is a number",
                        good.replace(CLUSTER, "{server: 'https://a', certificate-authority-data: 5}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_file_that_is_no_kubeconfig_is_refused(String name, String yaml) {
        ObjectNode request = Credentials.kubeconfig(yaml);

        JsonNode problem = refused(request);

        assertThat(problem.path("errors")).allSatisfy(error -> {
            assertThat(error.path("pointer").asText()).isIn("/kubeconfig", "/context");
            assertThat(error.path("code").asText())
                    .isIn("malformed_kubeconfig", "ambiguous_context", "identity_missing");
        });
    }

    @Test
    void several_contexts_need_a_choice() {
        String yaml = Credentials.yaml(CLUSTER, USER) + "- {name: prod, context: {cluster: staging, user: runner}}\n";

        JsonNode problem = refused(Credentials.kubeconfig(yaml + "current-context: prod\n"));

        assertThat(findings(problem)).containsExactly("/context ambiguous_context");
        assertThat(problem.path("errors").path(0).path("message").asText()).contains("stage", "prod");
    }

    @Test
    void a_context_that_is_not_there_is_refused_with_those_that_are() {
        ObjectNode request =
                Credentials.kubeconfig(Credentials.yaml(CLUSTER, USER)).put("context", "nowhere");

        JsonNode problem = refused(request);

        assertThat(findings(problem)).containsExactly("/context unknown_context");
        assertThat(problem.path("errors").path(0).path("message").asText()).contains("nowhere", "stage");
    }

    @Test
    void two_contexts_of_one_name_are_refused() {
        String yaml = Credentials.yaml(CLUSTER, USER) + "- {name: stage, context: {cluster: staging, user: runner}}\n";

        JsonNode problem = refused(Credentials.kubeconfig(yaml).put("context", "stage"));

        assertThat(problem.path("errors")).isNotEmpty();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        String cluster = "{certificate-authority: /a, insecure-skip-tls-verify: true}";

        JsonNode problem = refused(Credentials.kubeconfig(Credentials.yaml(cluster, "{tokenFile: /b, exec: {}}")));

        assertThat(findings(problem))
                .contains(
                        "/kubeconfig file_reference",
                        "/kubeconfig insecure_refused",
                        "/kubeconfig exec_refused",
                        "/kubeconfig server_missing");
    }

    private JsonNode refused(ObjectNode request) {
        Api.Answer answer = api.post("/cluster-credentials", request);
        assertThat(answer.text()).doesNotContain(Credentials.TOKEN, "PRIVATE KEY");
        return answer.json(400);
    }

    /** The entry of a list, which goes on until one of the next keys, once more. */
    private static String doubled(String yaml, String start, String next) {
        String entry = yaml.substring(yaml.indexOf(start)).split("(?m)^(?:" + next + ")", 2)[0];
        return yaml.replace(
                entry, entry + entry.replace(Credentials.TOKEN, "other").replace("192.0.2.1", "192.0.2.9"));
    }
}
