package io.loadplane.postgres;

import io.loadplane.model.SecretBox;
import io.loadplane.model.SecretUnreadable;
import io.loadplane.model.run.Outputs;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tokens of runs as they lie in the table: sealed, but plain while processes of the release before may need them. */
@Singleton
class AgentTokens {

    private final SecretRows rows;
    private final SecretBox secrets;
    private final Clock clock;
    private volatile @Nullable Instant plainUntil;

    AgentTokens(SecretRows rows, SecretBox secrets, Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The time is written once, before anything is sealed. */
    boolean stayPlain() {
        Instant until = plainUntil;
        if (until == null) {
            until = rows.readPlainUntil();
            plainUntil = until;
        }
        return clock.instant().isBefore(until);
    }

    byte[] seal(String token, String run) {
        return secrets.seal(token.getBytes(StandardCharsets.UTF_8), run);
    }

    /** Empty when it is forgotten, or there is no such run. */
    String read(String run) {
        return rows.findToken(run)
                .map(row -> row.sealed() == null ? row.plain() : open(row.sealed(), run))
                .orElse("");
    }

    private String open(byte[] sealed, String run) {
        return new String(secrets.open(sealed, run), StandardCharsets.UTF_8);
    }

    /**
     * The password of the web page follows from the token, and is kept only where that is kept plain. A process that lacks
     * the key still shows the run.
     */
    Outputs complete(Outputs stored, byte @Nullable [] sealed, String run) {
        if (sealed == null || stored.uiUser() == null) {
            return stored;
        }
        try {
            return stored.withPassword(Outputs.passwordOf(open(sealed, run)));
        } catch (SecretUnreadable e) {
            return stored;
        }
    }
}
