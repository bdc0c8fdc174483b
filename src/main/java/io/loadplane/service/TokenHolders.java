package io.loadplane.service;

import io.loadplane.model.access.Caller;
import io.loadplane.model.access.Token;
import io.loadplane.model.access.TokenId;
import io.loadplane.model.access.TokenStore;
import io.loadplane.model.access.TokenText;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Tells who presents an API token. What was read a moment ago is not read again, so that a request does not cost a query. */
@Singleton
public class TokenHolders {

    /** For so long a token goes on opening another replica after it was revoked here. */
    static final Duration KEPT = Duration.ofSeconds(3);

    /** More tokens are hardly in use at once; who brings unknown ones fills nothing, because only known ones are kept. */
    private static final int MOST_KEPT = 10_000;

    /** Between two notes of last use. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Map<TokenId, Read> read = new ConcurrentHashMap<>();
    private final TokenStore tokens;
    private final ExecutorService background;
    private final Clock clock;

    TokenHolders(TokenStore tokens, @Named("blocking") ExecutorService background, Clock clock) {
        this.tokens = tokens;
        this.background = background;
        this.clock = clock;
    }

    private record Read(Token token, Instant at) {}

    /** Whoever may present this text now; reads the database at times. */
    public Optional<Caller> find(String presented) {
        Instant now = clock.instant();
        return TokenText.parse(presented)
                .flatMap(text -> find(text.id(), now)
                        .filter(found -> text.opens(found.token()))
                        .filter(found -> found.token().state(now) == Token.State.ACTIVE)
                        .map(found -> note(found, now).holder()));
    }

    /** Whether a long answer may go on: the token may have been revoked, or have expired, since its request came. */
    public boolean stillHeld(Caller caller) {
        Instant now = clock.instant();
        return !caller.id().startsWith(TokenId.PREFIX)
                || find(new TokenId(caller.id()), now)
                        .filter(found -> found.token().state(now) == Token.State.ACTIVE)
                        .isPresent();
    }

    void forget(TokenId id) {
        read.remove(id);
    }

    private Optional<Read> find(TokenId id, Instant now) {
        Read kept = read.get(id);
        if (kept != null && !now.isBefore(kept.at()) && now.isBefore(kept.at().plus(KEPT))) {
            return Optional.of(kept);
        }
        Optional<Read> found = tokens.find(id).map(token -> new Read(token, now));
        if (read.size() >= MOST_KEPT) {
            read.clear();
        }
        found.ifPresent(fresh -> read.put(id, fresh));
        return found;
    }

    /** The request does not wait until its time is written down, nor fail with it: the next one tries again. */
    private Token note(Read found, Instant now) {
        Token token = found.token();
        Instant since = now.minus(NOTED);
        boolean due = token.lastUsedAt() == null || token.lastUsedAt().isBefore(since);
        if (due && read.replace(token.id(), found, new Read(token.usedAt(now), found.at()))) {
            Future<?> unused = background.submit(() -> tokens.markUsed(token.id(), now, since));
        }
        return token;
    }
}
