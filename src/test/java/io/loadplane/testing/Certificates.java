package io.loadplane.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that sign themselves, with their keys. */
public final class Certificates {

    private Certificates() {}

    /** Certificate and key as PEM, and what is in the certificate. */
    public record Issued(String certificate, String key, String fingerprint, Instant notAfter) {

        /** As a kubeconfig has it in its fields that end in {@code -data}. */
        public String certificateData() {
            return base64(certificate);
        }

        public String keyData() {
            return base64(key);
        }

        /** As a server presents it. */
        public SSLContext context() {
            try (PEMParser pem = new PEMParser(new StringReader(key))) {
                KeyPair pair = new JcaPEMKeyConverter().getKeyPair((PEMKeyPair) pem.readObject());
                Certificate[] chain = {
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8)))
                };
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(null, null);
                keys.setKeyEntry("server", pair.getPrivate(), new char[0], chain);
                KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                managers.init(keys, new char[0]);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(managers.getKeyManagers(), null, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A certificate of that subject, such as {@code O=load,CN=tester}, that is good for a day. */
    public static Issued issue(String subject) {
        return issue(subject, "192.0.2.1");
    }

    /**
     * The same for a server.
     *
     * @param address where it is found
     */
    public static Issued issue(String subject, String address) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            Instant notAfter = now.plus(Duration.ofDays(1));
            X500Name name = new X500Name(subject);
            X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                            name, BigInteger.ONE, Date.from(now), Date.from(notAfter), name, pair.getPublic())
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.iPAddress, address)))
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
            String fingerprint = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
            return new Issued(pem(certificate), pem(pair.getPrivate()), fingerprint, notAfter);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
