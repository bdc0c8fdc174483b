package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialId;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@MappedEntity("cluster_credential")
@Introspected
record CredentialRow(
        @Id String id,
        String name,
        String kind,
        int version,
        @Nullable String server,
        @Nullable String caFingerprint,
        @Nullable String identity,
        @Nullable Instant expiresAt,
        @TypeDef(type = DataType.JSON) String environments,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant verifiedAt) {

    ClusterCredential toCredential() {
        return new ClusterCredential(
                new CredentialId(id),
                name,
                Words.read(ClusterCredential.Kind.class, kind),
                new ClusterCredential.Facts(server, caFingerprint, identity, expiresAt),
                Json.readStrings(environments),
                version,
                createdAt,
                updatedAt,
                verifiedAt);
    }
}
