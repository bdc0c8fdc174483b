package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.Mutations;
import io.loadplane.testing.PodGuarantees;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A definition with every field, broken in hundreds of ways: it is refused with reasons, or its pods are as always. */
class BrokenDefinitionTest {

    private static final Path LARGE = Path.of("src/test/resources/hostile/large-definition.json");
    private static final Api API = TestService.shared().api();
    private static final int TRIES = 400;

    @BeforeAll
    static void createEnvironment() throws IOException {
        ObjectNode environment = Api.JSON
                .createObjectNode()
                .put("name", "fuzzed")
                .put("namespace", "load")
                .put("cluster_credential_id", Credentials.store(API));
        environment.set("policy", Api.JSON.readTree("""
                        {"allowed_secrets": ["shop-*", "registry-*"], "allowed_config_maps": ["shop-*"],
                         "allowed_volume_claims": ["*"], "max_ephemeral_volume": "10Gi", "allowed_storage_classes": ["*"],
                         "allowed_pod_labels": ["example.com/*"], "allowed_pod_annotations": ["example.com/*"],
                         "allowed_ingress_annotations": ["*"]}"""));
        API.post("/environments", environment).json(201);
    }

    @Test
    void the_definition_is_accepted_as_long_as_it_is_whole() throws IOException {
        JsonNode validation = API.post("/loadtests/validate", large()).json(200);

        assertThat(PodGuarantees.broken(validation)).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void a_broken_definition_is_refused_with_reasons_or_harmless(long seed) throws IOException {
        Mutations mutations = new Mutations(large(), seed);

        List<String> failures = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            Mutations.Mutated mutated = mutations.next();
            String wrong = wrongWith(API.post("/loadtests/validate", mutated.tree()));
            if (!wrong.isEmpty()) {
                failures.add(mutated.how() + " → " + wrong);
            }
        }

        assertThat(failures).isEmpty();
    }

    private static String wrongWith(Api.Answer answer) {
        return switch (answer.status()) {
            case 200 -> String.join(", ", PodGuarantees.broken(answer.json()));
            case 400 ->
                answer.json().path("errors").isEmpty()
                                || answer.json()
                                        .path("errors")
                                        .findValues("pointer")
                                        .isEmpty()
                        ? "refused without a place: " + answer.text()
                        : "";
            default -> answer.status() + " " + answer.text();
        };
    }

    private static JsonNode large() throws IOException {
        return Api.JSON.readTree(LARGE.toFile());
    }
}
