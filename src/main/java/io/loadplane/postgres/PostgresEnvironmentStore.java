package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentId;
import io.loadplane.model.environment.EnvironmentStore;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

@Singleton
class PostgresEnvironmentStore implements EnvironmentStore {

    private final EnvironmentRows rows;

    PostgresEnvironmentStore(EnvironmentRows rows) {
        this.rows = rows;
    }

    @Override
    public void insert(Environment environment) {
        rows.save(EnvironmentRow.of(environment));
    }

    @Override
    public Optional<Environment> find(EnvironmentId id) {
        return rows.findById(id.value()).map(EnvironmentRow::toEnvironment);
    }

    @Override
    public Optional<Environment> findByName(String name) {
        return rows.findByName(name).map(EnvironmentRow::toEnvironment);
    }

    @Override
    public Optional<Environment> findDefault() {
        return rows.findDefault().map(EnvironmentRow::toEnvironment);
    }

    @Override
    public Page<Environment> list(Page.Request page) {
        List<Environment> found = rows.listByName(page.after(), page.limit() + 1).stream()
                .map(EnvironmentRow::toEnvironment)
                .toList();
        return Page.of(found, page, Environment::name);
    }
}
