package io.loadplane.kubernetes.access;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.credentials.ClientCertificateAuthentication;
import io.loadplane.model.SecretUnreadable;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.credential.ClusterAccess;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.credential.CredentialStore;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;

/** Keeps one connection per credential; a rotated credential gets a new one at its next use. */
@Singleton
public class Connections {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);

    /** A cluster that vanished without a word is noticed after one unanswered ping. */
    private static final Duration PING = Duration.ofSeconds(5);

    private final CredentialStore credentials;
    private final Map<CredentialId, Versioned> open = new ConcurrentHashMap<>();

    Connections(CredentialStore credentials) {
        this.credentials = credentials;
    }

    private record Versioned(int version, Connection connection) {}

    public Connection of(ClusterCredential credential) {
        return open.compute(credential.id(), (id, existing) -> {
                    if (existing != null && existing.version() >= credential.version()) {
                        return existing;
                    }
                    return new Versioned(credential.version(), connect(credential));
                })
                .connection();
    }

    private Connection connect(ClusterCredential credential) {
        try {
            ApiClient client = credential.kind() == ClusterCredential.Kind.IN_CLUSTER
                    ? ClientBuilder.cluster().build()
                    : client(credentials
                            .access(credential.id())
                            .orElseThrow(() ->
                                    new IllegalStateException("its secret is not there any more; store it again")));
            client.setHttpClient(tuned(client.getHttpClient()));
            return new Connection(client);
        } catch (SecretUnreadable e) {
            // Not a fault of the credential, so no run may fail for it.
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ClusterException(
                    Reason.of(
                            ReasonCode.CREDENTIAL_REJECTED,
                            "the cluster credential \"%s\" cannot be used: %s"
                                    .formatted(
                                            credential.name(),
                                            credential.kind() == ClusterCredential.Kind.IN_CLUSTER
                                                    ? "Loadplane runs in no cluster, or has no service account there"
                                                    : e.getMessage())),
                    e);
        }
    }

    static ApiClient client(ClusterAccess access) {
        ClientBuilder builder = new ClientBuilder().setBasePath(access.server()).setVerifyingSsl(!access.insecure());
        if (access.caCertificate() != null) {
            builder.setCertificateAuthority(access.caCertificate().getBytes(StandardCharsets.UTF_8));
        }
        if (access.tlsServerName() != null) {
            builder.setTlsServerName(access.tlsServerName());
        }
        if (access.clientCertificate() != null && access.clientKey() != null) {
            builder.setAuthentication(new ClientCertificateAuthentication(
                    access.clientCertificate().getBytes(StandardCharsets.UTF_8),
                    access.clientKey().getBytes(StandardCharsets.UTF_8)));
        }
        ApiClient client = builder.build();
        String token = access.token();
        if (token != null) {
            client.setHttpClient(client.getHttpClient()
                    .newBuilder()
                    .addInterceptor(chain -> chain.proceed(chain.request()
                            .newBuilder()
                            .header("Authorization", "Bearer " + token)
                            .build()))
                    .build());
        }
        return client;
    }

    private static OkHttpClient tuned(OkHttpClient client) {
        return client.newBuilder()
                .connectTimeout(CONNECT)
                .readTimeout(CALL)
                .callTimeout(CALL)
                .pingInterval(PING)
                .followRedirects(false)
                .build();
    }
}
