package io.loadplane.model.credential;

import java.time.Instant;

/**
 * How a cluster is reached.
 *
 * @param version counts rotations, from 1
 */
public record ClusterCredential(CredentialId id, String name, Kind kind, int version, Instant createdAt) {

    /** Which of the cluster adapters understands it. */
    public enum Kind {
        KUBECONFIG,
        TOKEN,
        IN_CLUSTER,
        LOCAL
    }
}
