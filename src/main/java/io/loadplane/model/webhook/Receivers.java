package io.loadplane.model.webhook;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The world outside, as far as it is to be told something. */
public interface Receivers {

    /** Why nothing can be sent there, as the end of a sentence; empty when it can. Looks the host up. */
    Optional<String> refusal(String url);

    /** Sends it once and waits for the answer, a bounded time. Never throws for what the receiver does. */
    Answer send(Message message);

    /**
     * What is sent.
     *
     * @param secret it is signed with
     */
    record Message(DeliveryId id, Event event, String url, String secret, Map<String, @Nullable Object> body) {

        @Override
        public String toString() {
            return "Message[" + id + "]";
        }
    }

    /**
     * What came of it.
     *
     * @param status null when there was no answer
     * @param error in a sentence, without anything that the receiver said; null when it took the message
     */
    record Answer(@Nullable Integer status, @Nullable String error) {}
}
