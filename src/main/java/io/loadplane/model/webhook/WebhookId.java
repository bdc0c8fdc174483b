package io.loadplane.model.webhook;

import io.loadplane.model.Ids;

/** Identifies one webhook. */
public record WebhookId(String value) {

    public static final String PREFIX = "hook-";

    public WebhookId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
