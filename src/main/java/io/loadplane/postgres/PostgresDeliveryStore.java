package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.webhook.Delivery;
import io.loadplane.model.webhook.DeliveryId;
import io.loadplane.model.webhook.DeliveryStore;
import io.loadplane.model.webhook.WebhookId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

@Singleton
class PostgresDeliveryStore implements DeliveryStore {

    private final DeliveryRows rows;

    PostgresDeliveryStore(DeliveryRows rows) {
        this.rows = rows;
    }

    @Override
    public void insert(Delivery delivery) {
        rows.save(DeliveryRow.of(delivery));
    }

    @Override
    public Optional<Delivery> find(DeliveryId id) {
        return rows.findById(id.value()).map(DeliveryRow::toDelivery);
    }

    @Override
    public Page<Delivery> list(WebhookId webhook, Page.Request page) {
        List<Delivery> found = rows.list(webhook.value(), page.after(), page.limit() + 1).stream()
                .map(DeliveryRow::toDelivery)
                .toList();
        return Page.of(found, page, delivery -> delivery.id().value());
    }

    @Override
    public void update(Delivery delivery) {
        DeliveryRow row = DeliveryRow.of(delivery);
        rows.update(row.id(), row.state(), row.attempts(), row.nextAt());
    }
}
