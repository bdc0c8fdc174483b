package io.loadplane.kubernetes.access;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.re2j.Pattern;
import io.kubernetes.client.util.SSLUtils;
import io.loadplane.model.Findings;
import io.loadplane.model.Sha256;
import io.loadplane.model.cluster.Cluster.Admitted;
import io.loadplane.model.credential.ClusterAccess;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialDraft;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Decides whether a credential can be kept, and reads from it what may be shown. */
@Singleton
public class Admission {

    private static final Pattern SERVER = Pattern.compile("https://[A-Za-z0-9.:_\\[\\]-]+(?:/[A-Za-z0-9._~/%+-]*)?");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final double YEAR_10000 = 253_402_300_800.0;

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
        if (!access.server().isEmpty() && !isServer(access.server())) {
            findings.error(
                    at.isEmpty() ? "/server" : at,
                    "malformed_url",
                    "the server must be an https URL without user and password, such as \"https://203.0.113.7:6443\"");
        }
        String token = access.token();
        if (token != null && !token.isBlank() && !TOKEN.matcher(token).matches()) {
            findings.error(
                    at.isEmpty() ? "/token" : at,
                    "malformed_token",
                    "a token is printable ASCII in one line, without spaces");
        }
        X509Certificate ca = certificate(
                access.caCertificate(), at.isEmpty() ? "/ca_certificate" : at, "the CA certificate", findings);
        X509Certificate client = certificate(access.clientCertificate(), at, "the client certificate", findings);
        if (client != null || access.clientKey() != null) {
            checkKey(access, client, at, findings);
        }
        JsonObject claims = claimsOf(access.token());
        return new ClusterCredential.Facts(
                access.server(), ca == null ? null : fingerprint(ca), identity(client, claims), expiry(client, claims));
    }

    private static boolean isServer(String text) {
        return SERVER.matcher(text).matches() && HttpUrl.parse(text) != null;
    }

    /** Made by the client itself, which is the only judge of what it can use; but it does not compare the two. */
    private static void checkKey(
            ClusterAccess access, @Nullable X509Certificate certificate, String at, Findings findings) {
        try {
            Connections.client(access);
            if (certificate != null && access.clientKey() != null && !belongs(access.clientKey(), certificate)) {
                findings.error(at, "malformed_key", "the client key is not the one of the client certificate");
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            findings.error(at, "malformed_key", "the client certificate and its key cannot be used: " + e.getMessage());
        }
    }

    private static boolean belongs(String pem, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        PrivateKey key = SSLUtils.loadKey(pem.getBytes(StandardCharsets.UTF_8));
        String kind = key.getAlgorithm();
        Signature signature = Signature.getInstance(
                kind.startsWith("Ed") ? kind : "SHA256with" + (kind.startsWith("EC") ? "ECDSA" : kind));
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        return signature.verify(signed);
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
            return Sha256.hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    private static @Nullable String identity(@Nullable X509Certificate client, JsonObject claims) {
        if (claims.has("sub") && claims.get("sub").isJsonPrimitive()) {
            return shown(claims.get("sub").getAsString());
        }
        return client == null ? null : shown(client.getSubjectX500Principal().getName());
    }

    /** A token may say what it likes; no database and no terminal takes all of it. */
    private static @Nullable String shown(String name) {
        boolean strange = name.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        return strange ? null : name;
    }

    /** The first end counts. */
    private static @Nullable Instant expiry(@Nullable X509Certificate client, JsonObject claims) {
        Instant ofToken = expiry(claims);
        Instant ofCertificate = client == null ? null : client.getNotAfter().toInstant();
        if (ofToken == null || ofCertificate == null) {
            return ofToken == null ? ofCertificate : ofToken;
        }
        return ofToken.isBefore(ofCertificate) ? ofToken : ofCertificate;
    }

    private static @Nullable Instant expiry(JsonObject claims) {
        if (claims.get("exp") instanceof JsonPrimitive seconds
                && seconds.isNumber()
                && seconds.getAsDouble() >= 0
                && seconds.getAsDouble() < YEAR_10000) {
            return Instant.ofEpochSecond((long) seconds.getAsDouble());
        }
        return null;
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
