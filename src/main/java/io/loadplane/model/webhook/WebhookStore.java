package io.loadplane.model.webhook;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import io.loadplane.model.loadtest.LoadTestId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Durable webhooks; their secrets are sealed. */
public interface WebhookStore {

    void insert(Webhook webhook, String secret);

    Optional<Webhook> find(WebhookId id);

    /** Newest first; those of all environments only for a reach everywhere. */
    Page<Webhook> list(Reach reach, Page.Request page);

    /** The active ones that are told of that load test; nobody deletes them until the transaction ends. */
    List<Webhook> toldOf(String environment, LoadTestId loadTest);

    /**
     * Stores the next version; false when the webhook is no longer the version before.
     *
     * @param secret null to keep the one there is
     */
    boolean replace(Webhook next, @Nullable String secret);

    /** Its receiver wants nothing any more. */
    void deactivate(WebhookId id, Instant now);

    /** Empty when there is no such webhook. */
    Optional<String> secret(WebhookId id);

    /** Its deliveries go with it. */
    void delete(WebhookId id);
}
