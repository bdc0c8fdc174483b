package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Certificates;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What runs need on a cluster can be had before any credential leads there. */
class NewClusterPermissionsTest {

    private static final String PATH = "/cluster-credentials/rbac";

    private final Api api = TestService.shared().api();

    @TempDir
    private Path folder;

    @Test
    void a_service_account_with_a_token_is_given_what_runs_need() {
        Api.Answer answer = api.get(PATH + "?namespace=load");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.text()).contains("kubectl create namespace load");
        List<Map<String, Map<String, Object>>> objects = objects(answer.text());
        assertThat(objects).extracting("kind").containsExactly("Role", "RoleBinding", "ServiceAccount", "Secret");
        assertThat(objects)
                .allSatisfy(object -> assertThat(object.get("metadata")).containsEntry("namespace", "load"));
    }

    @Test
    void it_is_what_a_credential_gives_for_a_new_identity() {
        String id = Credentials.store(api);

        String ofCredential = api.get("/cluster-credentials/%s/rbac?namespace=load&bootstrap=true".formatted(id))
                .text();

        assertThat(objects(api.get(PATH + "?namespace=load&bootstrap=true").text()))
                .isEqualTo(objects(ofCredential));
    }

    /** With a kubectl that fills in the template as the real one does; ClusterEnvironment has the real one. */
    @ParameterizedTest
    @ValueSource(strings = {"bash", "sh"})
    void its_last_line_prints_a_kubeconfig_for_the_cluster_that_kubectl_means(String shell)
            throws IOException, InterruptedException {
        String authority = Certificates.issue("CN=cluster").certificateData();
        Path kubectl = Files.writeString(folder.resolve("kubectl"), """
                #!/bin/sh
                case "$*" in
                  "config view --minify --raw -o jsonpath={.clusters[0].cluster.server}") printf https://192.0.2.7:6443 ;;
                  "get secret loadplane-token -n load -o go-template="*)
                    printf '%%s' "${7#go-template=}" | sed -e 's|{{index .data "ca.crt"}}|%s|' -e 's|{{index .data "token"[^}]*}}|%s|' ;;
                  *) exit 1 ;;
                esac
                """.formatted(authority, Credentials.TOKEN));
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwx------"));
        String command =
                api.get(PATH + "?namespace=load").text().lines().toList().getLast();

        String kubeconfig = run(shell, command.replaceFirst("^#", ""));

        JsonNode view = api.post("/cluster-credentials", Credentials.kubeconfig(kubeconfig))
                .json(201);
        assertThat(view.path("server").asText()).isEqualTo("https://192.0.2.7:6443");
        assertThat(view.path("ca_fingerprint").isNull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                              | namespace | required
                    ?bootstrap=true                 | namespace | required
                    ?namespace=                     | namespace | malformed_name
                    ?namespace=My%20load            | namespace | malformed_name
                    ?namespace=load&bootstrap=false | bootstrap | identity_missing
                    ?namespace=load&bootstrap=maybe | bootstrap | wrong_type
                    ?namespce=load&namespace=load   | namespce  | unknown_parameter
                    """)
    void a_question_that_cannot_be_answered_says_why(String query, String parameter, String code) {
        JsonNode error = api.get(PATH + query).json(400).at("/errors/0");

        assertThat(error.path("parameter").asText()).isEqualTo(parameter);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).contains(parameter);
    }

    private static List<Map<String, Map<String, Object>>> objects(String yaml) {
        return StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
                .map(NewClusterPermissionsTest::object)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> object(Object document) {
        return (Map<String, Map<String, Object>>) document;
    }

    private String run(String shell, String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", command).redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
