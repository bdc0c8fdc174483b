package io.loadplane.model.access;

import io.loadplane.model.Page;
import java.time.Instant;
import java.util.Optional;

/** Durable API tokens. */
public interface TokenStore {

    /** False when a token that is not revoked has the name. */
    boolean insert(Token token);

    Optional<Token> find(TokenId id);

    /** Whether any would open something now. */
    boolean anyActive(Instant now);

    /** Newest first, those that hold somewhere in the reach. */
    Page<Token> list(Reach reach, Page.Request page);

    /** False when it is revoked already, which changes nothing. */
    boolean revoke(TokenId id, Instant now);

    /** Writes down that it was used, unless that is known of some time after {@code since}. */
    void markUsed(TokenId id, Instant now, Instant since);
}
