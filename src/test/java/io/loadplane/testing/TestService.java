package io.loadplane.testing;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

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
    private final Path home;
    private final EmbeddedServer server;

    private TestService(ApplicationContext context, Path home) {
        this.context = context;
        this.home = home;
        this.server = context.getBean(EmbeddedServer.class).start();
    }

    /** One for all tests that do not mind what others left in it. */
    public static TestService shared() {
        return Shared.SERVICE;
    }

    public static TestService start(Map<String, Object> settings) {
        try {
            TestDatabase database = TestDatabase.create();
            Path home = Files.createTempDirectory("loadplane-test");
            Map<String, Object> all = new HashMap<>();
            all.put("loadplane.home", home.toString());
            all.put("loadplane.port", -1);
            all.put("loadplane.database.url", database.url());
            all.put("loadplane.database.user", database.user());
            all.put("loadplane.database.password", database.password());
            all.put("loadplane.local.cache", CACHE.toString());
            all.put("loadplane.engine.script-load-timeout", "6s");
            all.put("loadplane.engine.tick", "500ms");
            all.putAll(settings);
            return new TestService(
                    ApplicationContext.builder().properties(all).banner(false).start(), home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Api api() {
        try {
            return new Api(
                    server.getURI(), Files.readString(home.resolve("token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Api stranger() {
        return new Api(server.getURI(), null);
    }

    public Path home() {
        return home;
    }

    @Override
    public void close() {
        context.close();
        Runs.killAll(home);
    }
}
