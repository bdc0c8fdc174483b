package io.loadplane.api.webhook;

import io.loadplane.model.Findings;
import io.loadplane.model.webhook.Event;
import io.loadplane.model.webhook.Webhook.Format;
import io.loadplane.model.webhook.WebhookDraft;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to be told what happens, as callers write it.
 *
 * @param url where it is posted to. Addresses outside the public internet must be allowed by the settings of the service
 * @param events what is told. run.finished: a run ended as completed or stopped; run.failed: it ended as failed;
 *     verdict.changed: its verdict is not that of the run of its load test that was judged before; schedule.missed: a
 *     schedule should have started a run, and could not
 * @param environment only what happens there; never changes
 * @param loadTestId only what happens to this load test; never changes. Without both, what happens anywhere
 * @param format of the body: plain (default) tells everything as JSON, slack is one text as Slack and those that imitate
 *     it take it
 * @param secret that bodies are signed with, 16 to 200 characters. Left out at creation, one is made and shown once; left
 *     out later, the one there is stays
 * @param active whether anything is delivered; default true. A receiver that answers 410 makes it false
 */
@Serdeable
@Schema(name = "WebhookRequest")
record WebhookRequest(
        @Schema(example = "https://hooks.example.com/load") String url,

        @ArraySchema(
                schema =
                        @Schema(
                                type = "string",
                                allowableValues = {"run.finished", "run.failed", "verdict.changed", "schedule.missed"},
                                example = "run.finished"))
        List<String> events,

        @Nullable @Schema(example = "staging") String environment,

        @Nullable @Schema(example = "lt-01k0000000000000000000000a")
        String loadTestId,

        @Nullable
        @Schema(
                implementation = String.class,
                allowableValues = {"plain", "slack"},
                example = "plain")
        Format format,

        @Nullable @Schema(example = "a-long-random-text") String secret,
        @Nullable @Schema(example = "true") Boolean active) {

    WebhookDraft toDraft(Findings findings) {
        return new WebhookDraft(
                url,
                events(findings),
                environment,
                loadTestId,
                format == null ? Format.PLAIN : format,
                secret,
                !Boolean.FALSE.equals(active));
    }

    private Set<Event> events(Findings findings) {
        Set<Event> read = EnumSet.noneOf(Event.class);
        // Null when it could not be read, which is said already.
        List<String> words = events == null ? List.of() : events;
        for (int i = 0; i < words.size(); i++) {
            Optional<Event> event = Event.parse(words.get(i));
            if (event.isEmpty()) {
                findings.error(
                        "/events/" + i,
                        "unknown_value",
                        "events.%d must be one of %s".formatted(i, String.join(", ", Event.words())));
            }
            event.ifPresent(read::add);
        }
        if (events != null && events.isEmpty()) {
            findings.error("/events", "required", "events must name at least one event");
        }
        return read;
    }

    @Override
    public String toString() {
        return "WebhookRequest";
    }
}
