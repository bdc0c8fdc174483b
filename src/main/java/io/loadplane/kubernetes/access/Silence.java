package io.loadplane.kubernetes.access;

import com.google.gson.JsonParseException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why there is no Kubernetes at the address of a cluster, as far as can be seen from here. The first that fits counts. */
public enum Silence {
    NO_KUBERNETES(
            "what answers there is no Kubernetes API server",
            "Check the server of the credential.",
            JsonParseException.class),
    OUTDATED(
            "its certificate has expired, or is not valid yet",
            "Have the certificate of the cluster renewed, and compare its clock with that of Loadplane.",
            CertificateExpiredException.class,
            CertificateNotYetValidException.class),
    OTHER_NAME(
            "its certificate is for another name than the one in the credential",
            "Name the server as its certificate does, or give tls-server-name in a kubeconfig.",
            SSLPeerUnverifiedException.class),
    UNTRUSTED(
            "its certificate is signed by nobody whom the credential trusts",
            "Give the certificate of the cluster's authority: ca_certificate, or certificate-authority-data in a kubeconfig.",
            GeneralSecurityException.class),
    NO_TLS(
            "no secure connection can be made to it",
            "Check the port of the server in the credential, and that TLS is spoken there.",
            SSLException.class),
    UNKNOWN_HOST(
            "its host name leads nowhere",
            "Check the server of the credential, and that Loadplane can look its name up.",
            UnknownHostException.class),
    SLOW(
            "nothing comes back in time",
            "Check the server of the credential, and that no firewall lies between it and Loadplane.",
            InterruptedIOException.class),
    REFUSED(
            "nobody listens there",
            "Check host and port of the server in the credential, and that the cluster is up.",
            ConnectException.class,
            NoRouteToHostException.class),
    BROKEN(
            "the connection breaks",
            "Try again; if it stays so, look at what lies between Loadplane and the cluster.",
            Throwable.class);

    private final String words;
    private final String advice;
    private final List<Class<? extends Throwable>> causes;

    @SafeVarargs
    Silence(String words, String advice, Class<? extends Throwable>... causes) {
        this.words = words;
        this.advice = advice;
        this.causes = List.of(causes);
    }

    static Silence of(Throwable failure) {
        List<Throwable> chain = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .toList();
        return Arrays.stream(values())
                .filter(silence -> chain.stream()
                        .anyMatch(cause -> silence.causes.stream().anyMatch(type -> type.isInstance(cause))))
                .findFirst()
                .orElse(BROKEN);
    }

    String words() {
        return words;
    }

    String advice() {
        return advice;
    }
}
