package io.loadplane.api.request;

import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.run.AnswerStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(operation.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
