package io.loadplane.model.webhook;

import io.loadplane.model.loadtest.LoadTestId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody outside who is told what happens, without the secret that they know us by.
 *
 * @param url may be a secret in itself, as those of chat tools are
 * @param active whether anything is delivered
 * @param version counts changes, from 1
 */
public record Webhook(
        WebhookId id,
        String url,
        Set<Event> events,
        Scope scope,
        Format format,
        boolean active,
        int version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt) {

    public Webhook {
        events = Set.copyOf(events);
    }

    /** What bodies look like. */
    public enum Format {
        /** Everything, for programs. */
        PLAIN,
        /** One text, as Slack and those that imitate it take it. */
        SLACK
    }

    /**
     * What it is told of.
     *
     * @param environment its name; null for all
     * @param loadTest of that environment; null for all
     */
    public record Scope(
            @Nullable String environment, @Nullable LoadTestId loadTest) {

        /** Names of the environments that it belongs to; none for a webhook of all. */
        public List<String> environments() {
            return environment == null ? List.of() : List.of(environment);
        }
    }
}
