package io.loadplane.postgres;

import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.credential.CredentialStore;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
class PostgresCredentialStore implements CredentialStore {

    private final CredentialRows rows;

    PostgresCredentialStore(CredentialRows rows) {
        this.rows = rows;
    }

    @Override
    public void insert(ClusterCredential credential) {
        rows.save(CredentialRow.of(credential));
    }

    @Override
    public Optional<ClusterCredential> find(CredentialId id) {
        return rows.findById(id.value()).map(CredentialRow::toCredential);
    }
}
