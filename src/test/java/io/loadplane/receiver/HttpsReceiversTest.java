package io.loadplane.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.loadplane.model.webhook.DeliveryId;
import io.loadplane.model.webhook.Event;
import io.loadplane.model.webhook.Receivers;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receivers prove who they are to what this Java trusts. */
class HttpsReceiversTest {

    private static final String PASSWORD = "changeit";
    private static final String TRUSTED = "javax.net.ssl.trustStore";

    private final AtomicInteger received = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void a_receiver_that_is_trusted_is_told() throws Exception {
        Path certificate = certificate("trusted", "ip:127.0.0.1");

        Receivers.Answer answer = call(certificate, certificate);

        assertThat(answer).isEqualTo(new Receivers.Answer(200, null));
        assertThat(received).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"another, ip:127.0.0.1", "trusted, dns:elsewhere.example"})
    void a_receiver_that_cannot_prove_who_it_is_is_told_nothing(String authority, String name) throws Exception {
        Path presented = certificate("trusted", name);
        Path trusted = authority.equals("trusted") ? presented : certificate(authority, name);

        Receivers.Answer answer = call(presented, trusted);

        assertThat(answer).isEqualTo(new Receivers.Answer(null, "no secure connection can be made to it"));
        assertThat(received).hasValue(0);
    }

    private Receivers.Answer call(Path presented, Path trusted) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(presented)));
        server.createContext("/", exchange -> {
            received.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            return trusting(trusted)
                    .send(new Receivers.Message(
                            new DeliveryId("dlv-01k0000000000000000000000a"),
                            Event.TEST,
                            "https://127.0.0.1:%d/"
                                    .formatted(server.getAddress().getPort()),
                            "secret",
                            Map.of("event", "test")));
        } finally {
            server.stop(0);
        }
    }

    /** What is trusted is read when it is made. */
    private static Receivers trusting(Path store) {
        System.setProperty(TRUSTED, store.toString());
        System.setProperty(TRUSTED + "Password", PASSWORD);
        try {
            return new HttpReceivers(new ReceiverSettings(Duration.ofSeconds(10), "127.0.0.1"), Clock.systemUTC());
        } finally {
            System.clearProperty(TRUSTED);
            System.clearProperty(TRUSTED + "Password");
        }
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(store)) {
            keys.load(content, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** A certificate that signs itself, with its key; the file serves as a store of keys and of what is trusted. */
    private Path certificate(String file, String name) throws Exception {
        Path store = folder.resolve(file + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=receiver",
                        "-ext",
                        "san=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return store;
    }
}
