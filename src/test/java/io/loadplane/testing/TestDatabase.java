package io.loadplane.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.containers.PostgreSQLContainer;

/**
 * One PostgreSQL for all tests of a run, and a new database in it for each that asks. In a container where a Docker
 * engine answers, elsewhere the embedded one; never in UTC, so that no test depends on the session's time zone.
 */
public final class TestDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Server SERVER = start();

    private record Server(String url, String user, String password) {}

    private final String url;

    private TestDatabase(String url) {
        this.url = url;
    }

    public static TestDatabase create() {
        String name = "test_" + COUNT.incrementAndGet();
        try (Connection connection =
                        DriverManager.getConnection(SERVER.url + "/postgres", SERVER.user, SERVER.password);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            statement.execute("alter database " + name + " set timezone to 'Asia/Kathmandu'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(SERVER.url + "/" + name);
    }

    public String url() {
        return url;
    }

    public String user() {
        return SERVER.user;
    }

    public String password() {
        return SERVER.password;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, SERVER.user, SERVER.password);
    }

    private static Server start() {
        return DockerCluster.dockerAnswers() ? startContainer() : startEmbedded();
    }

    private static Server startContainer() {
        PostgreSQLContainer<?> container = new PostgreSQLContainer<>("postgres:18-alpine");
        container.start();
        String url = "jdbc:postgresql://%s:%d".formatted(container.getHost(), container.getMappedPort(5432));
        return new Server(url, container.getUsername(), container.getPassword());
    }

    private static Server startEmbedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Server("jdbc:postgresql://127.0.0.1:" + server.getPort(), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
