package io.loadplane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormerPolicyTest {

    @Test
    void a_policy_that_a_former_release_stored_allows_what_it_allowed() {
        String stored = "{\"allowed_namespaces\": [], \"allowed_secrets\": [\"*\"], \"allowed_config_maps\": [\"*\"]}";

        Policy policy = Json.read(stored, Policy.class);

        assertThat(policy.allowedSecrets()).isEqualTo(Policy.ANY);
        assertThat(policy.allowedServiceAccounts()).isEqualTo(List.of());
        assertThat(policy.allowedImages()).isEqualTo(Policy.ANY);
        assertThat(policy.allowedPodAnnotations()).isEmpty();
        assertThat(policy.allowedIngressClasses()).isEqualTo(Policy.ANY);
        assertThat(policy.maxEphemeralVolume()).isNull();
        assertThat(policy.requiredLabels()).isEmpty();
        assertThat(policy.forbiddenTimes()).isEmpty();
        assertThat(Json.read(Json.write(policy), Policy.class)).isEqualTo(policy);
    }
}
