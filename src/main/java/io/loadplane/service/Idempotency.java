package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.ControlPlaneException.Kind;
import io.loadplane.model.run.AnswerStore;
import io.loadplane.model.run.AnswerStore.Answer;
import io.loadplane.model.run.AnswerStore.Key;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a call with an idempotency key happen once; runs inside the transaction of the call. */
@Singleton
class Idempotency {

    private static final Duration KEPT = Duration.ofHours(24);

    private final AnswerStore answers;
    private final Clock clock;

    Idempotency(AnswerStore answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** The answer to an earlier call with the key, or of this one. A failing call keeps nothing and may be repeated. */
    Answer once(@Nullable Key key, Supplier<Answer> call) {
        if (key == null) {
            return call.get();
        }
        Instant now = clock.instant();
        if (!answers.reserve(key)) {
            throw ControlPlaneException.conflict(
                    "idempotency_key_in_flight",
                    "A call with this Idempotency-Key is still under way; repeat it later.");
        }
        Answer earlier = answers.find(key, now.minus(KEPT)).orElse(null);
        if (earlier == null) {
            Answer answer = call.get();
            answers.keep(key, answer, now);
            return answer;
        }
        if (!earlier.requestHash().equals(key.requestHash())) {
            throw new ControlPlaneException(
                    Kind.KEY_REUSED,
                    "idempotency_key_reused",
                    "This Idempotency-Key was used with another request within the last 24 hours; use a new one.");
        }
        return earlier;
    }
}
