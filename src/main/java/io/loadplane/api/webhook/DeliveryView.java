package io.loadplane.api.webhook;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.webhook.Delivery;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one receiver.
 *
 * @param id the same at each attempt; receivers read it in the header Loadplane-Delivery
 * @param event what is told
 * @param runId the run that it is about; null for events without one
 * @param state waiting, delivered once the receiver answered 2xx, or given_up
 * @param attempts in order
 * @param nextAttemptAt when it is tried again; null once it is delivered or given up
 * @param createdAt when it happened
 */
@Serdeable
@Schema(name = "Delivery")
record DeliveryView(
        @Schema(example = "dlv-01k0000000000000000000000a") String id,

        @Schema(
                example = "run.finished",
                allowableValues = {"run.finished", "run.failed", "verdict.changed", "schedule.missed", "test"})
        String event,

        @Nullable @Schema(requiredMode = REQUIRED) String runId,

        @Schema(
                example = "delivered",
                allowableValues = {"waiting", "delivered", "given_up"})
        String state,

        List<AttemptView> attempts,
        @Nullable @Schema(requiredMode = REQUIRED) Instant nextAttemptAt,
        Instant createdAt) {

    /**
     * One try.
     *
     * @param at when it began
     * @param durationMs how long it took
     * @param status of the answer; null when there was none
     * @param error why it was in vain; null when it was not
     */
    @Serdeable
    @Schema(name = "DeliveryAttempt")
    record AttemptView(
            Instant at,
            @Schema(example = "120") long durationMs,

            @Nullable @Schema(requiredMode = REQUIRED, example = "200")
            Integer status,

            @Nullable @Schema(requiredMode = REQUIRED) String error) {}

    /**
     * Some deliveries, newest first.
     *
     * @param items the deliveries
     * @param nextCursor pass it as cursor to read on; null on the last page
     */
    @Serdeable
    @Schema(name = "DeliveryPage")
    record DeliveryPage(List<DeliveryView> items, @Nullable String nextCursor) {}

    static DeliveryPage pageOf(Page<Delivery> page) {
        return new DeliveryPage(page.map(DeliveryView::of).items(), Cursor.encode(page.next()));
    }

    static DeliveryView of(Delivery delivery) {
        return new DeliveryView(
                delivery.id().value(),
                delivery.event().word(),
                delivery.run() == null ? null : delivery.run().value(),
                Words.of(delivery.state()),
                delivery.attempts().stream()
                        .map(attempt ->
                                new AttemptView(attempt.at(), attempt.millis(), attempt.status(), attempt.error()))
                        .toList(),
                delivery.nextAt(),
                delivery.createdAt());
    }
}
