package io.loadplane.api.token;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

import io.loadplane.model.access.Grant;
import io.loadplane.model.access.Role;
import io.loadplane.model.access.TokenDraft;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token as callers ask for it.
 *
 * @param name unique among those that are not revoked; started_by of what its holder starts is token: and this
 * @param role viewer reads; tester also writes load tests, operates runs and manages schedules; platform also manages
 *     environments, cluster credentials and tokens
 * @param environments names of the environments where the role holds; left out for everywhere
 * @param expiresAt from when on it opens nothing; left out for never
 */
@Serdeable
@Schema(name = "TokenRequest")
record TokenRequest(
        @Schema(example = "ci") String name,

        @Schema(
                implementation = String.class,
                allowableValues = {"viewer", "tester", "platform"},
                example = "tester")
        Role role,

        @Nullable @Schema(example = "[\"staging\"]") List<String> environments,
        @Nullable @Schema(requiredMode = NOT_REQUIRED) Instant expiresAt) {

    TokenDraft toDraft() {
        return new TokenDraft(name, new Grant(role, environments == null ? List.of() : environments), expiresAt);
    }
}
