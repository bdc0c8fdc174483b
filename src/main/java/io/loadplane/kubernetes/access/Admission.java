package io.loadplane.kubernetes.access;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.loadplane.model.Findings;
import io.loadplane.model.cluster.Cluster.Admitted;
import io.loadplane.model.credential.ClusterAccess;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialDraft;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether a credential can be kept, and reads from it what may be shown. */
@Singleton
public class Admission {

    private static final Pattern SERVER = Pattern.compile("https://[^\\s/?#]+(?:/[^\\s?#]*)?");

    private final boolean allowInsecure;

    Admission(@Value("${loadplane.kubernetes.allow-insecure-tls}") boolean allowInsecure) {
        this.allowInsecure = allowInsecure;
    }

    /** The credential taken apart; the findings say what is wrong with it. */
    public Admitted admit(CredentialDraft draft, Findings findings) {
        checkFields(draft, findings);
        Optional<ClusterAccess> access = switch (draft.kind()) {
            case KUBECONFIG ->
                draft.kubeconfig() == null
                        ? Optional.empty()
                        : new Kubeconfig(findings, allowInsecure).read(draft.kubeconfig(), draft.context());
            case TOKEN ->
                Optional.of(new ClusterAccess(
                        draft.server() == null ? "" : draft.server(),
                        draft.caCertificate(),
                        null,
                        null,
                        draft.token(),
                        null,
                        false));
            case IN_CLUSTER, LOCAL -> Optional.empty();
        };
        String at = draft.kind() == ClusterCredential.Kind.TOKEN ? "" : "/kubeconfig";
        return access.map(found -> new Admitted(check(found, at, findings), found))
                .orElse(Admitted.NOTHING);
    }

    private static void checkFields(CredentialDraft draft, Findings findings) {
        boolean kubeconfig = draft.kind() == ClusterCredential.Kind.KUBECONFIG;
        boolean token = draft.kind() == ClusterCredential.Kind.TOKEN;
        checkField("kubeconfig", draft.kubeconfig(), kubeconfig, true, findings);
        checkField("context", draft.context(), kubeconfig, false, findings);
        checkField("server", draft.server(), token, true, findings);
        checkField("ca_certificate", draft.caCertificate(), token, false, findings);
        checkField("token", draft.token(), token, true, findings);
    }

    private static void checkField(
            String field, @Nullable String value, boolean expected, boolean required, Findings findings) {
        if (!expected && value != null) {
            findings.error("/" + field, "unexpected_field", "%s does not belong to this kind".formatted(field));
        } else if (expected && required && (value == null || value.isBlank())) {
            findings.error("/" + field, "required", "%s is required for this kind".formatted(field));
        }
    }

    private static ClusterCredential.Facts check(ClusterAccess access, String at, Findings findings) {
        if (!SERVER.matcher(access.server()).matches() && !access.server().isEmpty()) {
            findings.error(
                    at.isEmpty() ? "/server" : at,
                    "malformed_url",
                    "the server must be an https URL such as \"https://203.0.113.7:6443\"");
        }
        X509Certificate ca = certificate(
                access.caCertificate(), at.isEmpty() ? "/ca_certificate" : at, "the CA certificate", findings);
        X509Certificate client = certificate(access.clientCertificate(), at, "the client certificate", findings);
        if (client != null || access.clientKey() != null) {
            checkKey(access, at, findings);
        }
        JsonObject claims = claimsOf(access.token());
        return new ClusterCredential.Facts(
                access.server(), ca == null ? null : fingerprint(ca), identity(client, claims), expiry(client, claims));
    }

    /** Made by the client itself, which is the only judge of what it can use. */
    private static void checkKey(ClusterAccess access, String at, Findings findings) {
        try {
            Connections.client(access);
        } catch (RuntimeException e) {
            findings.error(at, "malformed_key", "the client certificate and its key cannot be used: " + e.getMessage());
        }
    }

    private static @Nullable X509Certificate certificate(
            @Nullable String pem, String at, String noun, Findings findings) {
        if (pem == null) {
            return null;
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            findings.error(at, "malformed_certificate", "%s is no PEM certificate".formatted(noun));
            return null;
        }
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static @Nullable String identity(@Nullable X509Certificate client, JsonObject claims) {
        if (claims.has("sub") && claims.get("sub").isJsonPrimitive()) {
            return claims.get("sub").getAsString();
        }
        return client == null ? null : client.getSubjectX500Principal().getName();
    }

    private static @Nullable Instant expiry(@Nullable X509Certificate client, JsonObject claims) {
        try {
            if (claims.has("exp")) {
                return Instant.ofEpochSecond(claims.get("exp").getAsLong());
            }
        } catch (NumberFormatException | UnsupportedOperationException | DateTimeException e) {
            // A token may say what it likes; only the cluster knows.
        }
        return client == null ? null : client.getNotAfter().toInstant();
    }

    /** What a token says of itself, unchecked: for showing only. */
    private static JsonObject claimsOf(@Nullable String token) {
        String[] parts = token == null ? new String[0] : token.split("\\.");
        try {
            if (parts.length == 3) {
                String json = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                return JsonParser.parseString(json).getAsJsonObject();
            }
        } catch (IllegalArgumentException | IllegalStateException | JsonParseException e) {
            // Not a token that says anything.
        }
        return new JsonObject();
    }
}
