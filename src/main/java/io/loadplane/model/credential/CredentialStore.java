package io.loadplane.model.credential;

import java.util.Optional;

/** Durable cluster credentials. */
public interface CredentialStore {

    void insert(ClusterCredential credential);

    Optional<ClusterCredential> find(CredentialId id);
}
