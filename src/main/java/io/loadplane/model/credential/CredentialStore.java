package io.loadplane.model.credential;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Durable cluster credentials; their secret parts are sealed. */
public interface CredentialStore {

    /** False when the name is taken. */
    boolean insert(ClusterCredential credential, @Nullable ClusterAccess access);

    Optional<ClusterCredential> find(CredentialId id);

    /** Unless it neither belongs to an environment in the reach nor is used by one. */
    Optional<ClusterCredential> find(CredentialId id, Reach reach);

    /** The same for all, by name; keys are their names. */
    Page<ClusterCredential> list(Reach reach, Page.Request page);

    /** The secret part as it is now; empty for kinds that have none. */
    Optional<ClusterAccess> access(CredentialId id);

    /** Stores the next version; false when the credential is no longer the version before. */
    boolean replace(ClusterCredential next, @Nullable ClusterAccess access);

    void markVerified(CredentialId id, Instant at);

    /** Environments and unfinished runs that need it, as people name them; at most some of each. */
    List<String> users(CredentialId id);

    /** False when somebody else did it. */
    boolean delete(CredentialId id);
}
