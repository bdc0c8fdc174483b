package io.loadplane.testing;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service of its own database, home and port, ended with the tests. Installed Locusts are kept from run to run. */
public final class TestService implements AutoCloseable {

    /** Where Locust versions are installed once for all tests of this machine. */
    public static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "loadplane", "tests")
            .toAbsolutePath();

    private static final class Shared {
        private static final TestService SERVICE = start(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVICE::close));
        }
    }

    private final ApplicationContext context;
    private final Map<String, Object> settings;
    private final @Nullable Clock clock;
    private final EmbeddedServer server;

    private TestService(Map<String, Object> settings, @Nullable Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.context = ApplicationContext.builder()
                .properties(settings)
                .singletons(clock == null ? new Object[0] : new Object[] {clock})
                .banner(false)
                .build();
        try {
            context.start();
            this.server = context.getBean(EmbeddedServer.class).start();
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** One for all tests that do not mind what others left in it. */
    public static TestService shared() {
        return Shared.SERVICE;
    }

    public static TestService start(Map<String, Object> settings) {
        return start(settings, null);
    }

    /**
     * @param clock null for that of this machine
     */
    public static TestService start(Map<String, Object> settings, @Nullable Clock clock) {
        try {
            TestDatabase database = TestDatabase.create();
            Map<String, Object> all = new HashMap<>();
            all.put(
                    "loadplane.home",
                    Files.createTempDirectory("loadplane-test").toString());
            all.put("loadplane.port", -1);
            all.put("loadplane.database.url", database.url());
            all.put("loadplane.database.user", database.user());
            all.put("loadplane.database.password", database.password());
            all.put("loadplane.local.cache", CACHE.toString());
            all.put("loadplane.engine.script-load-timeout", "6s");
            all.put("loadplane.engine.tick", "500ms");
            all.put("loadplane.metrics.live-runs", true);
            all.put("loadplane.webhooks.allowed-private-targets", "127.0.0.1");
            all.put("loadplane.rate-limit.requests-per-minute", 0);
            all.put("loadplane.rate-limit.failures-per-minute", 0);
            all.putAll(settings);
            return new TestService(all, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another replica: the same database, home, settings and clock. */
    public TestService another() {
        return new TestService(settings, clock);
    }

    /** A way to its database past the service. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                setting("loadplane.database.url"),
                setting("loadplane.database.user"),
                setting("loadplane.database.password"));
    }

    private String setting(String name) {
        return String.valueOf(settings.get(name));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Api api() {
        return caller(token());
    }

    /** The token of the first start. */
    public String token() {
        try {
            return Files.readString(home().resolve("token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Api stranger() {
        return caller(null);
    }

    /** Whoever presents that token. */
    public Api caller(@Nullable String token) {
        return new Api(server.getURI(), token);
    }

    public URI url() {
        return server.getURI();
    }

    public Path home() {
        return Path.of(setting("loadplane.home"));
    }

    @Override
    public void close() {
        context.close();
        Runs.killAll(home());
    }
}
