package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.access.Grant;
import io.loadplane.model.access.Role;
import io.loadplane.model.access.Token;
import io.loadplane.model.access.TokenId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@MappedEntity("token")
record TokenRow(
        @Id String id,
        String name,
        String role,
        @TypeDef(type = DataType.JSON) String environments,
        String hash,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    Token toToken() {
        return new Token(
                new TokenId(id),
                name,
                new Grant(Words.read(Role.class, role), Json.readStrings(environments)),
                hash,
                createdAt,
                createdBy,
                expiresAt,
                lastUsedAt,
                revokedAt);
    }
}
