package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.run.RunId;
import io.loadplane.model.webhook.Delivery;
import io.loadplane.model.webhook.DeliveryId;
import io.loadplane.model.webhook.Event;
import io.loadplane.model.webhook.WebhookId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@MappedEntity("webhook_delivery")
record DeliveryRow(
        @Id String id,
        String webhookId,
        String event,
        @Nullable String runId,
        String body,
        String state,
        @TypeDef(type = DataType.JSON) String attempts,
        @Nullable Instant nextAt,
        Instant createdAt) {

    static DeliveryRow of(Delivery delivery) {
        return new DeliveryRow(
                delivery.id().value(),
                delivery.webhook().value(),
                delivery.event().word(),
                delivery.run() == null ? null : delivery.run().value(),
                Json.write(delivery.body()),
                Words.of(delivery.state()),
                Json.write(delivery.attempts()),
                delivery.nextAt(),
                delivery.createdAt());
    }

    Delivery toDelivery() {
        return new Delivery(
                new DeliveryId(id),
                new WebhookId(webhookId),
                Event.read(event),
                runId == null ? null : new RunId(runId),
                Json.readMap(body),
                createdAt,
                Words.read(Delivery.State.class, state),
                List.of(Json.read(attempts, Delivery.Attempt[].class)),
                nextAt);
    }
}
