package io.loadplane.model.credential;

import io.loadplane.model.access.Reach;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is reached, as it may be shown. Its secret part is {@link ClusterAccess}.
 *
 * @param environments names of the environments that may use it; empty for all
 * @param version counts rotations, from 1
 * @param verifiedAt when it last passed a verification; null before
 */
public record ClusterCredential(
        CredentialId id,
        String name,
        Kind kind,
        Facts facts,
        List<String> environments,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant verifiedAt) {

    public ClusterCredential {
        environments = List.copyOf(environments);
    }

    /** Which of the cluster adapters understands it. */
    public enum Kind {
        KUBECONFIG,
        TOKEN,
        IN_CLUSTER,
        LOCAL;

        /** Whether it brings no access of its own, but uses that of Loadplane itself. */
        public boolean usesOurs() {
            return this == IN_CLUSTER || this == LOCAL;
        }
    }

    /**
     * What may be known of the secret part.
     *
     * @param caFingerprint SHA-256 of the CA certificate, in hexadecimal
     * @param identity who the cluster takes us for, as far as the credential itself says it
     * @param expiresAt when a certificate or token in it expires
     */
    public record Facts(
            @Nullable String server,
            @Nullable String caFingerprint,
            @Nullable String identity,
            @Nullable Instant expiresAt) {

        public static final Facts NONE = new Facts(null, null, null, null);
    }

    /** Those of its environments that a caller with that reach may know of. */
    public List<String> within(Reach reach) {
        return environments.stream().filter(reach::includes).toList();
    }

    public boolean allows(String environment) {
        return environments.isEmpty() || environments.contains(environment);
    }
}
