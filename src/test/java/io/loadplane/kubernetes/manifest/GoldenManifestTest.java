package io.loadplane.kubernetes.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of {@code manifests} is a case: {@code in.json} is a definition, {@code environment.json} (if there) what
 * is special about its environment, {@code out.yaml} what is created, in order. With {@code LOADPLANE_WRITE_GOLDEN=1}
 * the last is written instead of compared.
 */
class GoldenManifestTest {

    private static final Path CASES = Path.of("src/test/resources/manifests");
    private static final boolean WRITE = "1".equals(System.getenv("LOADPLANE_WRITE_GOLDEN"));
    private static final Api API = TestService.shared().api();

    private static String credential;

    @BeforeAll
    static void storeCredential() {
        credential = API.post(
                        "/cluster-credentials",
                        Api.JSON
                                .createObjectNode()
                                .put("name", "golden")
                                .put("kind", "token")
                                .put("server", "https://192.0.2.1:6443")
                                .put("token", "t"))
                .json(201)
                .path("id")
                .asText();
    }

    static Stream<Path> cases() throws IOException {
        return Files.list(CASES).filter(Files::isDirectory).sorted();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_definition_becomes_the_objects_that_are_written_down(Path folder) throws IOException {
        ObjectNode definition = read(folder.resolve("in.json"));
        definition.put("environment", environment(folder));

        JsonNode validation = API.post("/loadtests/validate", definition).json(200);

        List<String> manifests = new ArrayList<>();
        validation.path("manifests").forEach(manifest -> manifests.add(manifest.asText()));
        String actual = String.join("---\n", manifests).replaceAll("installation: \\w+", "installation: INSTALLATION");
        Path golden = folder.resolve("out.yaml");
        if (WRITE) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }

    private static String environment(Path folder) {
        Path special = folder.resolve("environment.json");
        ObjectNode environment = Files.exists(special) ? read(special) : Api.JSON.createObjectNode();
        String name = "golden-" + folder.getFileName();
        API.post(
                        "/environments",
                        environment.put("name", name).put("namespace", "load").put("cluster_credential_id", credential))
                .json(201);
        return name;
    }

    private static ObjectNode read(Path file) {
        try {
            return (ObjectNode) Api.JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
