package io.loadplane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.loadplane.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A database that is busy is waited for; one that is away is not. */
class GuardedPoolTest {

    private static final long POOL_TIMEOUT = 500;

    @Test
    void whoever_finds_all_connections_in_use_waits_longer_than_the_pool_does() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (HikariDataSource pool = pool(database.url(), database.user(), database.password())) {
            GuardedPool guarded = new GuardedPool(pool);
            Connection taken = guarded.getConnection();
            CompletableFuture.delayedExecutor(3 * POOL_TIMEOUT, TimeUnit.MILLISECONDS)
                    .execute(() -> close(taken));

            try (Connection waitedFor = guarded.getConnection()) {
                assertThat(waitedFor.isValid(5)).isTrue();
            }
            assertThat(guarded.isAway()).isFalse();
        }
    }

    @Test
    void when_connecting_fails_everybody_is_refused_and_only_now_and_then_somebody_tries_again() throws Exception {
        try (HikariDataSource pool = pool("jdbc:postgresql://127.0.0.1:" + freePort() + "/none", "nobody", "")) {
            GuardedPool guarded = new GuardedPool(pool);
            assertThatThrownBy(guarded::getConnection).isInstanceOf(SQLTransientConnectionException.class);
            assertThat(guarded.isAway()).isTrue();

            long begun = System.nanoTime();
            for (int i = 0; i < 1000; i++) {
                assertThatThrownBy(guarded::getConnection).isInstanceOf(SQLTransientConnectionException.class);
            }

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("a thousand would wait for eight minutes at the pool")
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    private static HikariDataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(POOL_TIMEOUT);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
