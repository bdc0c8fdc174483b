package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

@MappedEntity("cluster_credential")
record CredentialRow(@Id String id, String name, String kind, int version, Instant createdAt) {

    static CredentialRow of(ClusterCredential credential) {
        return new CredentialRow(
                credential.id().value(),
                credential.name(),
                Words.of(credential.kind()),
                credential.version(),
                credential.createdAt());
    }

    ClusterCredential toCredential() {
        return new ClusterCredential(
                new CredentialId(id), name, Words.read(ClusterCredential.Kind.class, kind), version, createdAt);
    }
}
