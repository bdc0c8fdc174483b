package io.loadplane.model.webhook;

import io.loadplane.model.Page;
import java.util.Optional;

/** Durable deliveries. */
public interface DeliveryStore {

    void insert(Delivery delivery);

    Optional<Delivery> find(DeliveryId id);

    /** Newest first. */
    Page<Delivery> list(WebhookId webhook, Page.Request page);

    /** Stores how far it is, unless it is settled or gone. */
    void update(Delivery delivery);
}
