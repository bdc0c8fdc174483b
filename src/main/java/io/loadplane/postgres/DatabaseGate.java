package io.loadplane.postgres;

import io.loadplane.model.DatabaseState;
import io.loadplane.model.Vital;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before the pool of requests and runs, and knows whether the database is there. */
@Singleton
class DatabaseGate implements BeanCreatedEventListener<DataSource>, Ordered, DatabaseState, Vital {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGate.class);
    private static final String GUARDED = "default";

    private volatile @Nullable GuardedPool pool;

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        if (!event.getBeanIdentifier().getName().equalsIgnoreCase(GUARDED)) {
            return event.getBean();
        }
        GuardedPool guarded = new GuardedPool(event.getBean());
        pool = guarded;
        return guarded;
    }

    /** Next to the pool itself: what joins transactions comes around it. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public @Nullable String trouble() {
        return answers() ? null : "The database does not answer.";
    }

    /** A pool whose connections are all in use says nothing against the database. */
    @Override
    public boolean answers() {
        GuardedPool guarded = pool;
        if (guarded == null) {
            return false;
        }
        Connection connection;
        try {
            connection = guarded.tryOnce();
        } catch (SQLException e) {
            LOG.debug("no connection for the look at the database", e);
            return !guarded.isAway();
        }
        try (connection) {
            return connection.isValid(1);
        } catch (SQLException e) {
            LOG.debug("the connection for the look at the database is broken", e);
            return false;
        }
    }
}
