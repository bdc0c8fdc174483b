package io.loadplane.api.request;

import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.Sha256;
import io.loadplane.model.run.AnswerStore;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Idempotency-Key}. */
public final class Keys {

    public static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;

    private Keys() {}

    /** The key, bound to operation and body; null when there is none. */
    public static AnswerStore.@Nullable Key read(@Nullable String value, String caller, String operation, byte[] body) {
        if (value == null) {
            return null;
        }
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new InvalidRequest(Finding.inParameter(
                    HEADER, "malformed_key", "Idempotency-Key must have 1 to %d characters".formatted(MAX_LENGTH)));
        }
        return new AnswerStore.Key(caller, value, hash(operation, body));
    }

    private static String hash(String operation, byte[] body) {
        return Sha256.hex(operation.getBytes(StandardCharsets.UTF_8), new byte[] {0}, body);
    }
}
