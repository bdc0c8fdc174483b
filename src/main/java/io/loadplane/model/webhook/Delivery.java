package io.loadplane.model.webhook;

import io.loadplane.model.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one receiver.
 *
 * @param run that it is about; null for events without one
 * @param body what is sent, the same at each attempt
 * @param attempts in order
 * @param nextAt when it is tried again; null once it is settled
 */
public record Delivery(
        DeliveryId id,
        WebhookId webhook,
        Event event,
        @Nullable RunId run,
        Map<String, @Nullable Object> body,
        Instant createdAt,
        State state,
        List<Attempt> attempts,
        @Nullable Instant nextAt) {

    public Delivery {
        body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
        attempts = List.copyOf(attempts);
        if ((state == State.WAITING) != (nextAt != null)) {
            throw new IllegalArgumentException("%s is %s, and comes next at %s".formatted(id, state, nextAt));
        }
    }

    /** Where a delivery is. */
    public enum State {
        WAITING,
        /** The receiver answered 2xx: it never gets this again. */
        DELIVERED,
        GIVEN_UP
    }

    /**
     * One try.
     *
     * @param millis how long it took
     * @param status of the answer; null when there was none
     * @param error why it was in vain, in a sentence; null when it was not
     */
    public record Attempt(
            Instant at,
            long millis,
            @Nullable Integer status,
            @Nullable String error) {

        boolean succeeded() {
            return error == null;
        }
    }

    /** One that is to be tried at once. */
    public static Delivery of(
            DeliveryId id,
            Webhook webhook,
            Event event,
            @Nullable RunId run,
            Map<String, @Nullable Object> body,
            Instant now) {
        return new Delivery(id, webhook.id(), event, run, body, now, State.WAITING, List.of(), now);
    }

    /**
     * This delivery after one more attempt.
     *
     * @param nextAt when it may be tried again; null when it may not
     */
    public Delivery after(Attempt attempt, @Nullable Instant nextAt) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        if (attempt.succeeded()) {
            return settled(State.DELIVERED, all);
        }
        return nextAt == null
                ? settled(State.GIVEN_UP, all)
                : new Delivery(id, webhook, event, run, body, createdAt, State.WAITING, all, nextAt);
    }

    /** This delivery, for which it is no longer worth to try. */
    public Delivery giveUp() {
        return settled(State.GIVEN_UP, attempts);
    }

    private Delivery settled(State settled, List<Attempt> all) {
        return new Delivery(id, webhook, event, run, body, createdAt, settled, all, null);
    }
}
