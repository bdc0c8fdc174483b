package io.loadplane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.Home;
import io.loadplane.model.Ids;
import io.loadplane.model.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @TempDir
    Path folder;

    @Test
    void it_is_durable_private_and_keeps_its_data_from_start_to_start() throws Exception {
        EmbeddedDatabase first = database();
        try (Connection connection = connect(first)) {
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                assertThat(show(connection, setting)).as(setting).isEqualTo("on");
            }
            assertThat(show(connection, "listen_addresses")).isEqualTo("127.0.0.1");
            connection.createStatement().execute("create table kept (x int)");
        }
        String url = first.url();
        assertThatThrownBy(() -> DriverManager.getConnection(url, EmbeddedDatabase.USER, "guess"))
                .isInstanceOf(SQLException.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("postgres/password"))))
                .isEqualTo("rw-------");
        first.stop();

        EmbeddedDatabase second = database();
        try (Connection connection = connect(second)) {
            connection.createStatement().execute("select x from kept");
        }
        second.stop();
    }

    @Test
    void a_server_that_dies_is_started_again_where_it_was() throws Exception {
        EmbeddedDatabase database = database();
        try (Connection connection = connect(database)) {
            connection.createStatement().execute("create table kept (x int)");
        }
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("postgres/data/postmaster.pid"))
                .getFirst()
                .strip());

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            try (Connection connection = connect(database)) {
                connection.createStatement().execute("select x from kept");
            }
        });
        database.stop();
    }

    @Test
    void a_second_loadplane_on_the_same_home_is_told_so() throws Exception {
        EmbeddedDatabase first = database();
        String url = first.url();

        assertThatThrownBy(() -> database().url())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("Another Loadplane is using")
                .hasMessageContaining("LOADPLANE_HOME");

        assertThat(first.url()).isEqualTo(url);
        first.stop();
    }

    @Test
    void where_it_cannot_run_one_sentence_names_the_way_out() throws IOException {
        Files.createFile(folder.resolve("postgres"));

        assertThatThrownBy(() -> database().url())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(
                        "LOADPLANE_DATABASE_URL, LOADPLANE_DATABASE_USER and LOADPLANE_DATABASE_PASSWORD");
    }

    private EmbeddedDatabase database() {
        return new EmbeddedDatabase(new Home(folder), new Ids(Clock.systemUTC(), new SecureRandom()));
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (ResultSet result = connection.createStatement().executeQuery("show " + setting)) {
            result.next();
            return result.getString(1);
        }
    }
}
