package io.loadplane.model.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token, without what is secret of it. What it may do never changes.
 *
 * @param name unique among those that are not revoked
 * @param hash of its secret part
 * @param expiresAt from when on it opens nothing; null for never
 * @param lastUsedAt to the minute; null for never
 * @param revokedAt null unless revoked
 */
public record Token(
        TokenId id,
        String name,
        Grant grant,
        String hash,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    /** Whether it opens anything, and why not. */
    public enum State {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    public State state(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return expiresAt == null || now.isBefore(expiresAt) ? State.ACTIVE : State.EXPIRED;
    }

    public Token usedAt(Instant now) {
        return new Token(id, name, grant, hash, createdAt, createdBy, expiresAt, now, revokedAt);
    }

    public Token revokedAt(Instant now) {
        return new Token(id, name, grant, hash, createdAt, createdBy, expiresAt, lastUsedAt, now);
    }

    /** Whoever holds it. */
    public Caller holder() {
        return new Caller(id.value(), "token:" + name, List.of(grant));
    }
}
