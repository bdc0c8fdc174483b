package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.webhook.Event;
import io.loadplane.model.webhook.Webhook;
import io.loadplane.model.webhook.WebhookId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@MappedEntity("webhook")
record WebhookRow(
        @Id String id,
        String url,
        @TypeDef(type = DataType.JSON) String events,
        @Nullable String environment,
        @Nullable String loadTestId,
        String format,
        boolean active,
        int version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt) {

    static String events(Webhook webhook) {
        return Json.write(webhook.events().stream().map(Event::word).sorted().toList());
    }

    Webhook toWebhook() {
        return new Webhook(
                new WebhookId(id),
                url,
                Json.readStrings(events).stream().map(Event::read).collect(Collectors.toSet()),
                new Webhook.Scope(environment, loadTestId == null ? null : new LoadTestId(loadTestId)),
                Words.read(Webhook.Format.class, format),
                active,
                version,
                createdAt,
                createdBy,
                updatedAt);
    }
}
