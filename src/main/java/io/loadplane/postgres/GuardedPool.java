package io.loadplane.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;

/**
 * A pool that tells a database that is away from one that is busy. In a burst everybody waits for a connection, for up to
 * {@link #PATIENCE}. When connecting has failed, everybody is refused at once, but for one each second who tries again.
 */
final class GuardedPool implements DataSource {

    /** A burst of requests may have to wait for each other. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(GuardedPool.class);
    private static final long TRY_EVERY = Duration.ofSeconds(1).toNanos();

    private final DataSource pool;
    private final AtomicLong lastTry = new AtomicLong();
    private volatile boolean away;

    /**
     * @param pool waits some seconds for a connection; when it has none because connecting failed, that is the cause of
     *     its exception, as with HikariCP
     */
    GuardedPool(DataSource pool) {
        this.pool = pool;
    }

    /** Whether connecting failed when last tried. */
    boolean isAway() {
        return away;
    }

    @Override
    public Connection getConnection() throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                return tryOnce();
            } catch (SQLTransientConnectionException e) {
                if (away || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw e;
                }
                LOG.debug("all connections are in use; waiting on", e);
            }
        }
    }

    /** A connection as soon as the pool has one; fails when it has none in its time, or when the database is away. */
    Connection tryOnce() throws SQLException {
        if (away && !mayTry()) {
            throw new SQLTransientConnectionException("the database is away");
        }
        try {
            Connection connection = pool.getConnection();
            if (away) {
                LOG.info("the database is back");
                away = false;
            }
            return connection;
        } catch (SQLTransientConnectionException e) {
            if (e.getCause() != null && !away) {
                LOG.warn("the database is away", e);
                lastTry.set(System.nanoTime());
                away = true;
            }
            throw e;
        }
    }

    private boolean mayTry() {
        long last = lastTry.get();
        long now = System.nanoTime();
        return now - last >= TRY_EVERY && lastTry.compareAndSet(last, now);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return pool.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
    }
}
