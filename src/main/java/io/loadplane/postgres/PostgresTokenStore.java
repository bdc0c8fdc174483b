package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.access.Reach;
import io.loadplane.model.access.Token;
import io.loadplane.model.access.TokenId;
import io.loadplane.model.access.TokenStore;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
class PostgresTokenStore implements TokenStore {

    private final TokenRows rows;

    PostgresTokenStore(TokenRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean insert(Token token) {
        return rows.insert(
                        token.id().value(),
                        token.name(),
                        Words.of(token.grant().role()),
                        Json.write(token.grant().environments()),
                        token.hash(),
                        token.createdAt(),
                        token.createdBy(),
                        token.expiresAt())
                == 1;
    }

    @Override
    public Optional<Token> find(TokenId id) {
        return rows.findById(id.value()).map(TokenRow::toToken);
    }

    @Override
    public boolean anyActive(Instant now) {
        return rows.anyActive(now);
    }

    @Override
    public Page<Token> list(Reach reach, Page.Request page) {
        List<Token> found = rows.list(Reaches.text(reach), page.after(), page.limit() + 1).stream()
                .map(TokenRow::toToken)
                .toList();
        return Page.of(found, page, token -> token.id().value());
    }

    @Override
    public boolean revoke(TokenId id, Instant now) {
        return rows.revoke(id.value(), now) == 1;
    }

    @Override
    public void markUsed(TokenId id, Instant now, Instant since) {
        rows.markUsed(id.value(), now, since);
    }
}
