package io.loadplane.model.webhook;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as a caller asks for it.
 *
 * @param environment name; null when it is not said
 * @param loadTest id, unchecked; null when it is not said
 * @param secret null to have one made, or to keep the one there is
 */
public record WebhookDraft(
        String url,
        Set<Event> events,
        @Nullable String environment,
        @Nullable String loadTest,
        Webhook.Format format,
        @Nullable String secret,
        boolean active) {

    public WebhookDraft {
        events = Set.copyOf(events);
    }

    @Override
    public String toString() {
        return "WebhookDraft";
    }
}
