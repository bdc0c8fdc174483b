package io.loadplane.model.credential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A credential as a caller wrote it; which fields are needed depends on the kind. */
public record CredentialDraft(
        String name,
        ClusterCredential.Kind kind,
        @Nullable String kubeconfig,
        @Nullable String context,
        @Nullable String server,
        @Nullable String caCertificate,
        @Nullable String token,
        List<String> environments) {

    @Override
    public String toString() {
        return "CredentialDraft[" + name + "]";
    }
}
