package io.loadplane.api.credential;

import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.access.Reach;
import io.loadplane.model.credential.ClusterCredential;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is reached, without its secrets.
 *
 * @param id of the credential
 * @param name what people call it
 * @param kind what was given
 * @param server URL of the API server; null for kinds that have none of their own
 * @param caFingerprint SHA-256 of the authority's certificate
 * @param identity who the cluster takes us for, as far as the credential says it
 * @param expiresAt when a certificate or token in it expires; null when it says nothing
 * @param environments names of the environments that may use it, as far as you may know of them; empty for all
 * @param version counts rotations; the ETag
 * @param createdAt when it was first stored
 * @param updatedAt when it was last rotated
 * @param lastVerifiedAt when this version last passed a verification
 */
@Serdeable
@Schema(name = "Credential")
record CredentialView(
        @Schema(example = "cred-01k0000000000000000000000a") String id,
        @Schema(example = "staging-eu") String name,
        @Schema(example = "kubeconfig") String kind,

        @Nullable @Schema(example = "https://203.0.113.7:6443")
        String server,

        @Nullable @Schema(example = "9f86d081884c7d65") String caFingerprint,

        @Nullable @Schema(example = "system:serviceaccount:load:loadplane")
        String identity,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        Instant expiresAt,

        @Schema(example = "[\"staging\"]") List<String> environments,
        @Schema(example = "1") int version,
        Instant createdAt,
        Instant updatedAt,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        Instant lastVerifiedAt) {

    /**
     * Some cluster credentials, by name.
     *
     * @param items the credentials
     * @param nextCursor pass it as cursor to read on; null on the last page
     */
    @Serdeable
    @Schema(name = "CredentialPage")
    record CredentialPage(
            List<CredentialView> items, @Nullable String nextCursor) {}

    static CredentialPage pageOf(Page<ClusterCredential> page, Reach reach) {
        return new CredentialPage(page.map(credential -> of(credential, reach)).items(), Cursor.encode(page.next()));
    }

    static CredentialView of(ClusterCredential credential, Reach reach) {
        ClusterCredential.Facts facts = credential.facts();
        return new CredentialView(
                credential.id().value(),
                credential.name(),
                Words.of(credential.kind()),
                facts.server(),
                facts.caFingerprint(),
                facts.identity(),
                facts.expiresAt(),
                credential.within(reach),
                credential.version(),
                credential.createdAt(),
                credential.updatedAt(),
                credential.verifiedAt());
    }
}
