package io.loadplane.api.credential;

import io.loadplane.model.credential.ClusterCredential.Kind;
import io.loadplane.model.credential.CredentialDraft;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is to be reached. What is secret in it is never shown again.
 *
 * @param name what people call it
 * @param kind what is given: a kubeconfig, a server with a token, or nothing but the place where Loadplane runs
 * @param kubeconfig for kind kubeconfig: its YAML, with certificates and tokens inline
 * @param context for kind kubeconfig: which of its contexts; may be left out when there is one
 * @param server for kind token: URL of the API server
 * @param caCertificate for kind token: PEM of the authority that signed the server's certificate
 * @param token for kind token: of a service account
 * @param environments names of the environments that may use it; left out for all
 */
@Serdeable
@Schema(name = "CredentialRequest")
record CredentialRequest(
        @Schema(example = "staging-eu") String name,

        @Schema(
                implementation = String.class,
                allowableValues = {"kubeconfig", "token", "in_cluster", "local"},
                example = "kubeconfig")
        Kind kind,

        @Nullable @Schema(example = "apiVersion: v1\nkind: Config\n")
        String kubeconfig,

        @Nullable @Schema(example = "staging") String context,

        @Nullable @Schema(example = "https://203.0.113.7:6443")
        String server,

        @Nullable @Schema(example = "-----BEGIN CERTIFICATE-----\n")
        String caCertificate,

        @Nullable @Schema(example = "eyJhbGciOi") String token,
        @Nullable @Schema(example = "[\"staging\"]") List<String> environments) {

    CredentialDraft toDraft() {
        return new CredentialDraft(
                name,
                kind,
                kubeconfig,
                context,
                server,
                caCertificate,
                token,
                environments == null ? List.of() : environments);
    }

    @Override
    public String toString() {
        return "CredentialRequest[" + name + "]";
    }
}
