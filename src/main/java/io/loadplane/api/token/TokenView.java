package io.loadplane.api.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.access.Reach;
import io.loadplane.model.access.Token;
import io.loadplane.model.access.TokenText;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token.
 *
 * @param id of the token
 * @param name unique among those that are not revoked
 * @param role what its holder is
 * @param environments where that holds, as far as you may know of them; empty for everywhere
 * @param state active, expired or revoked
 * @param createdAt when it was made
 * @param createdBy name of the caller who made it
 * @param expiresAt from when on it opens nothing; null for never
 * @param lastUsedAt when it was last used, to the minute; null for never
 * @param revokedAt when somebody revoked it; null for never
 * @param token what its holder sends as "Authorization: Bearer"; only in the answer to its creation
 */
@Serdeable
@Schema(name = "Token")
record TokenView(
        @Schema(example = "tok-01k0000000000000000000000a") String id,
        @Schema(example = "ci") String name,

        @Schema(
                example = "tester",
                allowableValues = {"viewer", "tester", "platform"})
        String role,

        @Schema(example = "[\"staging\"]") List<String> environments,

        @Schema(
                example = "active",
                allowableValues = {"active", "expired", "revoked"})
        String state,

        Instant createdAt,
        @Schema(example = "bootstrap") String createdBy,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        Instant expiresAt,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        Instant lastUsedAt,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        Instant revokedAt,

        @Nullable
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                requiredMode = Schema.RequiredMode.NOT_REQUIRED,
                example =
                        "lp_01k0000000000000000000000a_0000000000000000000000000000000000000000000000000000000000000000")
        String token) {

    /**
     * Some API tokens, newest first.
     *
     * @param items the tokens
     * @param nextCursor pass it as cursor to read on; null on the last page
     */
    @Serdeable
    @Schema(name = "TokenPage")
    record TokenPage(List<TokenView> items, @Nullable String nextCursor) {}

    static TokenPage pageOf(Page<Token> page, Reach reach, Instant now) {
        return new TokenPage(page.map(token -> of(token, reach, now, null)).items(), Cursor.encode(page.next()));
    }

    static TokenView of(Token token, Reach reach, Instant now, @Nullable TokenText text) {
        return new TokenView(
                token.id().value(),
                token.name(),
                Words.of(token.grant().role()),
                token.grant().environments().stream().filter(reach::includes).toList(),
                Words.of(token.state(now)),
                token.createdAt(),
                token.createdBy(),
                token.expiresAt(),
                token.lastUsedAt(),
                token.revokedAt(),
                text == null ? null : text.text());
    }

    @Override
    public String toString() {
        return "TokenView[" + id + "]";
    }
}
