package io.loadplane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.SealedStore;
import io.loadplane.model.SealingKey;
import io.loadplane.model.SecretBox;
import io.loadplane.testing.Api;
import io.loadplane.testing.TestService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {

    private final TestService service = TestService.shared();
    private final SealedStore store = service.bean(SealedStore.class);
    private final SecretBox box = service.bean(SecretBox.class);

    @Test
    void secrets_of_webhooks_are_sealed_anew_with_all_others() {
        ObjectNode request =
                Api.JSON.createObjectNode().put("url", "http://127.0.0.1:1/").put("secret", "0123456789abcdef");
        request.putArray("events").add("run.failed");
        String id =
                service.api().post("/webhooks", request).json(201).path("id").asText();
        List<String> prefixes = box.keys().stream().map(SealingKey::prefix).toList();
        SealedStore.Secret secret = store.sealedUnder(prefixes, 10_000).stream()
                .filter(found -> found.owner().equals(id))
                .findFirst()
                .orElseThrow();
        byte[] opened = box.open(secret.value(), id);

        boolean replaced = store.replace(secret, box.seal(opened, id));

        assertThat(new String(opened, StandardCharsets.UTF_8)).isEqualTo("0123456789abcdef");
        assertThat(replaced).isTrue();
        assertThat(store.replace(secret, secret.value())).isFalse();
        service.api().delete("/webhooks/" + id).json(204);
    }
}
