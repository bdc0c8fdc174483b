package io.loadplane.postgres;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/** Points every connection pool whose URL is {@link #EMBEDDED} at the embedded database, and starts that only then. */
@Singleton
class DatabaseChoice implements BeanCreatedEventListener<DatasourceConfiguration> {

    static final String EMBEDDED = "jdbc:postgresql:embedded";

    private final Provider<EmbeddedDatabase> embedded;

    DatabaseChoice(Provider<EmbeddedDatabase> embedded) {
        this.embedded = embedded;
    }

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration pool = event.getBean();
        if (EMBEDDED.equals(pool.getUrl())) {
            EmbeddedDatabase database = embedded.get();
            pool.setJdbcUrl(database.url());
            pool.setUsername(EmbeddedDatabase.USER);
            pool.setPassword(database.password());
        }
        return pool;
    }
}
