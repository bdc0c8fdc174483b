package io.loadplane.model.credential;

import org.jspecify.annotations.Nullable;

/**
 * The secret part of a credential: all it takes to reach a cluster, whatever form it came in.
 *
 * @param caCertificate PEM; null for the authorities that the JDK trusts
 * @param clientCertificate PEM, with {@code clientKey}; null when a token is used
 * @param tlsServerName name the server's certificate must carry instead of its host
 * @param insecure whether the server's certificate is not checked at all
 */
public record ClusterAccess(
        String server,
        @Nullable String caCertificate,
        @Nullable String clientCertificate,
        @Nullable String clientKey,
        @Nullable String token,
        @Nullable String tlsServerName,
        boolean insecure) {

    @Override
    public String toString() {
        return "ClusterAccess[" + server + "]";
    }
}
