package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.TestService;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LocalCredentialTest {

    private static final String NOBODY = "/runs/run-" + "0".repeat(25) + "9";

    private final Api api = TestService.shared().api();

    @Test
    void this_machine_can_be_verified_like_any_cluster() {
        String local = "/cluster-credentials/" + localCredential();

        JsonNode verification = api.post(local + "/verify", "").json(200);

        assertThat(verification.path("ok").asBoolean()).as("%s", verification).isTrue();
        assertThat(verification.at("/checks/0/subject").asText()).isEqualTo("python");
        assertThat(api.get(local + "/rbac").text()).contains("needs no permissions");
        assertThat(api.get(local + "/orphans").json(200).path("items")).isEmpty();
    }

    @Test
    void only_a_run_that_is_there_has_a_load_to_change_and_a_report() {
        byte[] load = "{\"users\": 0}".getBytes(StandardCharsets.UTF_8);
        byte[] right = "{\"users\": 5}".getBytes(StandardCharsets.UTF_8);

        assertThat(api.send("PATCH", NOBODY + "/load", load)
                        .json(400)
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/users");
        assertThat(api.send("PATCH", NOBODY + "/load", right).status()).isEqualTo(404);
        assertThat(api.get(NOBODY + "/report").status()).isEqualTo(404);
    }

    private String localCredential() {
        for (JsonNode credential :
                api.get("/cluster-credentials?limit=200").json(200).path("items")) {
            if (credential.path("kind").asText().equals("local")) {
                return credential.path("id").asText();
            }
        }
        throw new AssertionError("the first start makes one");
    }
}
