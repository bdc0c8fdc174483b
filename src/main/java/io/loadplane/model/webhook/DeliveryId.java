package io.loadplane.model.webhook;

import io.loadplane.model.Ids;

/** Identifies one delivery, through all its attempts. */
public record DeliveryId(String value) {

    public static final String PREFIX = "dlv-";

    public DeliveryId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
