package io.loadplane.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PostgreSQL that keeps what it acknowledged, and can be killed and started again where its clients look for it. */
public final class DatabaseProcess implements AutoCloseable {

    private final Path folder;
    private EmbeddedPostgres server;

    private DatabaseProcess(Path folder) throws IOException {
        this.folder = folder;
        this.server = launch(0);
    }

    public static DatabaseProcess start(Path folder) throws IOException {
        return new DatabaseProcess(folder);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** Changes a setting for all connections, also those that are open where the setting allows it. */
    public void configure(String setting, String value) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set %s = '%s'".formatted(setting, value));
            statement.execute("select pg_reload_conf(), pg_sleep(0.5)");
        }
    }

    /** What the server has written down. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("server.log"));
    }

    /** The server's own process; those of its connections are its children. */
    public ProcessHandle handle() throws IOException {
        Path pid = folder.resolve("data").resolve("postmaster.pid");
        return ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
                .orElseThrow();
    }

    /** SIGKILL for every process of it. */
    public void kill() throws IOException {
        ProcessHandle postmaster = handle();
        Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList().forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().until(() -> !postmaster.isAlive());
    }

    public void startAgain() throws IOException {
        int port = server.getPort();
        server.close();
        server = launch(port);
    }

    private EmbeddedPostgres launch(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setOutputRedirector(
                        Redirect.appendTo(folder.resolve("server.log").toFile()))
                .setErrorRedirector(
                        Redirect.appendTo(folder.resolve("server.log").toFile()))
                .start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
