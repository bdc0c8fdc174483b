package io.loadplane.model.run;

import io.loadplane.model.loadtest.LoadTestId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers to calls with an idempotency key, so that repeating such a call starts nothing twice. Only what the answer
 * was about is kept; it is rendered anew. Every method joins the transaction of the call.
 */
public interface AnswerStore {

    /**
     * @param requestHash of operation and body
     */
    record Key(String caller, String value, String requestHash) {}

    /**
     * @param runId null when no run was started
     * @param created whether something new came of the call
     */
    record Answer(
            String requestHash,
            LoadTestId loadTestId,
            @Nullable RunId runId,
            boolean created) {}

    /** Reserves the key until the transaction ends; false while another call with the same key is under way. */
    boolean reserve(Key key);

    /** The answer to an earlier call with this key that is younger than {@code since}. */
    Optional<Answer> find(Key key, Instant since);

    void keep(Key key, Answer answer, Instant now);
}
