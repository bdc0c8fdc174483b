package io.loadplane.model.webhook;

import java.time.Instant;

/** Deliveries to be made, kept in the transaction that stores them. */
public interface DeliveryQueue {

    void schedule(DeliveryId id, Instant at);
}
