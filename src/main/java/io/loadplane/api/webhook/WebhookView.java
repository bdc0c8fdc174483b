package io.loadplane.api.webhook;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;
import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.webhook.Event;
import io.loadplane.model.webhook.Webhook;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told what happens.
 *
 * @param id of the webhook
 * @param url where it is posted to
 * @param events what is told
 * @param environment only what happens there; null for a webhook of a load test, or of all
 * @param loadTestId only what happens to this load test
 * @param format of the body: plain or slack
 * @param active whether anything is delivered
 * @param version counts changes; the ETag
 * @param createdAt when it was first stored
 * @param createdBy name of the caller who stored it
 * @param updatedAt when it was last changed
 * @param links where to read more, by name
 * @param secret that bodies are signed with; only in the answer to its creation, and only when it was made there
 */
@Serdeable
@Schema(name = "Webhook")
record WebhookView(
        @Schema(example = "hook-01k0000000000000000000000a") String id,
        @Schema(example = "https://hooks.example.com/load") String url,
        @Schema(example = "[\"run.finished\"]") List<String> events,

        @Nullable @Schema(requiredMode = REQUIRED, example = "staging")
        String environment,

        @Nullable @Schema(requiredMode = REQUIRED) String loadTestId,

        @Schema(
                example = "plain",
                allowableValues = {"plain", "slack"})
        String format,

        @Schema(example = "true") boolean active,
        @Schema(example = "1") int version,
        Instant createdAt,
        @Schema(example = "bootstrap") String createdBy,
        Instant updatedAt,
        Map<String, String> links,

        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(requiredMode = NOT_REQUIRED)
        String secret) {

    /**
     * Some webhooks, newest first.
     *
     * @param items the webhooks
     * @param nextCursor pass it as cursor to read on; null on the last page
     */
    @Serdeable
    @Schema(name = "WebhookPage")
    record WebhookPage(List<WebhookView> items, @Nullable String nextCursor) {}

    static WebhookPage pageOf(Page<Webhook> page) {
        return new WebhookPage(page.map(webhook -> of(webhook, null)).items(), Cursor.encode(page.next()));
    }

    static WebhookView of(Webhook webhook, @Nullable String secret) {
        Webhook.Scope scope = webhook.scope();
        String self = "/webhooks/" + webhook.id();
        return new WebhookView(
                webhook.id().value(),
                webhook.url(),
                webhook.events().stream().sorted().map(Event::word).toList(),
                scope.loadTest() == null ? scope.environment() : null,
                scope.loadTest() == null ? null : scope.loadTest().value(),
                Words.of(webhook.format()),
                webhook.active(),
                webhook.version(),
                webhook.createdAt(),
                webhook.createdBy(),
                webhook.updatedAt(),
                new TreeMap<>(Map.of("self", self, "deliveries", self + "/deliveries")),
                secret);
    }

    @Override
    public String toString() {
        return "WebhookView[" + id + "]";
    }
}
