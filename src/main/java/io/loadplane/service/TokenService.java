package io.loadplane.service;

import com.google.re2j.Pattern;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Findings;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.access.Reach;
import io.loadplane.model.access.Token;
import io.loadplane.model.access.TokenDraft;
import io.loadplane.model.access.TokenId;
import io.loadplane.model.access.TokenStore;
import io.loadplane.model.access.TokenText;
import io.loadplane.model.audit.Changes;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** API tokens: made, shown without what is secret of them, and revoked. */
@Singleton
public class TokenService {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9_.]{0,99}");

    private final TokenStore tokens;
    private final TokenHolders holders;
    private final EnvironmentService environments;
    private final AuditService audit;
    private final Ids ids;

    TokenService(
            TokenStore tokens, TokenHolders holders, EnvironmentService environments, AuditService audit, Ids ids) {
        this.tokens = tokens;
        this.holders = holders;
        this.environments = environments;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * A token that was just made.
     *
     * @param text what its holder presents; known only now
     */
    public record Created(Token token, TokenText text) {}

    /** Whoever makes a token holds the highest role wherever it will hold, and so gives away nothing they do not have. */
    @Transactional
    public Created create(TokenDraft draft, Caller caller, Findings findings) {
        if (caller.reach(Action.MANAGE_TOKENS).isNowhere()) {
            caller.requireInAll(Action.MANAGE_TOKENS, draft.grant().environments());
        }
        Instant now = ids.clock().instant();
        check(draft, caller, now, findings);
        findings.throwIfAny();
        caller.requireInAll(Action.MANAGE_TOKENS, draft.grant().environments());
        TokenText text = new TokenText(new TokenId(ids.next(TokenId.PREFIX)), ids.secret());
        Token token = new Token(
                text.id(), draft.name(), draft.grant(), text.hash(), now, caller.name(), draft.expiresAt(), null, null);
        if (!tokens.insert(token)) {
            throw ControlPlaneException.conflict(
                    "already_exists",
                    caller.mayEverywhere(Action.MANAGE_TOKENS)
                            ? "There is already a token \"%s\"; use another name, or revoke it first."
                                    .formatted(draft.name())
                            : "The name \"%s\" is taken; use another one.".formatted(draft.name()));
        }
        audit.done(caller, Subjects.of(token), Changes.between(null, token));
        return new Created(token, text);
    }

    public Page<Token> list(Page.Request page, Caller caller) {
        return tokens.list(managed(caller), page);
    }

    public Token find(TokenId id, Caller caller) {
        Reach reach = managed(caller);
        return tokens.find(id)
                .filter(token -> reach.environments() == null
                        || token.grant().environments().stream().anyMatch(reach::includes))
                .orElseThrow(() -> ControlPlaneException.notFound("token", id));
    }

    /** Holds here at once, and on other replicas within {@link TokenHolders#KEPT}. */
    public void revoke(TokenId id, Caller caller) {
        revokeForGood(id, caller);
        holders.forget(id);
    }

    @Transactional
    void revokeForGood(TokenId id, Caller caller) {
        Token token = find(id, caller);
        caller.requireInAll(Action.MANAGE_TOKENS, token.grant().environments());
        Instant now = ids.clock().instant();
        if (tokens.revoke(id, now)) {
            audit.done(caller, Subjects.of(token), Changes.between(token, token.revokedAt(now)));
        }
    }

    /** Tokens are not for everybody to see: the lowest roles are refused whatever they ask for. */
    private static Reach managed(Caller caller) {
        return caller.requireReach(Action.MANAGE_TOKENS);
    }

    private void check(TokenDraft draft, Caller caller, Instant now, Findings findings) {
        if (!NAME.matcher(draft.name()).matches()) {
            findings.error(
                    "/name",
                    "malformed_name",
                    "name must be 1 to 100 letters, digits, \"-\", \"_\" or \".\", beginning with a letter or digit");
        }
        List<String> names = draft.grant().environments();
        for (int i = 0; i < names.size(); i++) {
            if (environments.choose(names.get(i), caller.reach(Action.SEE)).isEmpty()) {
                findings.error(
                        "/environments/" + i,
                        "unknown_environment",
                        "there is no environment \"%s\"".formatted(names.get(i)));
            }
        }
        if (draft.expiresAt() != null && !draft.expiresAt().isAfter(now)) {
            findings.error(
                    "/expires_at", "in_the_past", "expires_at must lie in the future; now it is %s".formatted(now));
        }
    }
}
