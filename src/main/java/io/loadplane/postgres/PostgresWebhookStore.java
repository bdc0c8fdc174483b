package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.SecretBox;
import io.loadplane.model.Words;
import io.loadplane.model.access.Reach;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.webhook.Webhook;
import io.loadplane.model.webhook.WebhookId;
import io.loadplane.model.webhook.WebhookStore;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Singleton
class PostgresWebhookStore implements WebhookStore {

    private final WebhookRows rows;
    private final SecretBox secrets;

    PostgresWebhookStore(WebhookRows rows, SecretBox secrets) {
        this.rows = rows;
        this.secrets = secrets;
    }

    @Override
    public void insert(Webhook webhook, String secret) {
        LoadTestId loadTest = webhook.scope().loadTest();
        rows.insert(
                webhook.id().value(),
                webhook.url(),
                WebhookRow.events(webhook),
                webhook.scope().environment(),
                loadTest == null ? null : loadTest.value(),
                Words.of(webhook.format()),
                seal(webhook.id(), secret),
                webhook.active(),
                webhook.createdAt(),
                webhook.createdBy());
    }

    @Override
    public Optional<Webhook> find(WebhookId id) {
        return rows.findById(id.value()).map(WebhookRow::toWebhook);
    }

    @Override
    public Page<Webhook> list(Reach reach, Page.Request page) {
        List<Webhook> found = rows.list(Reaches.text(reach), page.after(), page.limit() + 1).stream()
                .map(WebhookRow::toWebhook)
                .toList();
        return Page.of(found, page, webhook -> webhook.id().value());
    }

    @Override
    public List<Webhook> toldOf(String environment, LoadTestId loadTest) {
        return rows.listToldOf(environment, loadTest.value()).stream()
                .map(WebhookRow::toWebhook)
                .toList();
    }

    @Override
    public boolean replace(Webhook next, @Nullable String secret) {
        return rows.replace(
                        next.id().value(),
                        next.url(),
                        WebhookRow.events(next),
                        Words.of(next.format()),
                        next.active(),
                        next.version(),
                        secret == null ? null : seal(next.id(), secret),
                        next.updatedAt())
                == 1;
    }

    @Override
    public void deactivate(WebhookId id, Instant now) {
        rows.deactivate(id.value(), now);
    }

    @Override
    public Optional<String> secret(WebhookId id) {
        return rows.findSecret(id.value())
                .map(row -> new String(secrets.open(row.secret(), id.value()), StandardCharsets.UTF_8));
    }

    @Override
    public void delete(WebhookId id) {
        rows.remove(id.value());
    }

    private byte[] seal(WebhookId id, String secret) {
        return secrets.seal(secret.getBytes(StandardCharsets.UTF_8), id.value());
    }
}
