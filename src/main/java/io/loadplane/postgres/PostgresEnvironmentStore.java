package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentId;
import io.loadplane.model.environment.EnvironmentStore;
import io.micronaut.transaction.annotation.Transactional;
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
    @Transactional
    public boolean insert(Environment environment) {
        if (environment.isDefault() && rows.findByName(environment.name()).isEmpty()) {
            rows.clearDefault(environment.id().value());
        }
        return rows.insert(
                        environment.id().value(),
                        environment.name(),
                        environment.isDefault(),
                        environment.credential().value(),
                        allowed(environment),
                        environment.namespace(),
                        Json.write(environment.pods()),
                        Json.write(environment.policy()),
                        Json.write(environment.limits()),
                        Json.write(environment.defaults()),
                        Json.write(environment.retention()),
                        environment.createdAt())
                == 1;
    }

    @Override
    @Transactional
    public boolean replace(Environment next) {
        if (next.isDefault()) {
            rows.clearDefault(next.id().value());
        }
        return rows.replace(
                        next.id().value(),
                        next.version(),
                        next.isDefault(),
                        next.credential().value(),
                        allowed(next),
                        next.namespace(),
                        Json.write(next.pods()),
                        Json.write(next.policy()),
                        Json.write(next.limits()),
                        Json.write(next.defaults()),
                        Json.write(next.retention()),
                        next.updatedAt())
                == 1;
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
    public Page<Environment> list(Reach reach, Page.Request page) {
        List<Environment> found = rows.listByName(Reaches.text(reach), page.after(), page.limit() + 1).stream()
                .map(EnvironmentRow::toEnvironment)
                .toList();
        return Page.of(found, page, Environment::name);
    }

    @Override
    public boolean delete(EnvironmentId id) {
        return rows.remove(id.value()) == 1;
    }

    private static String allowed(Environment environment) {
        return Json.write(environment.allowedCredentials().stream()
                .map(CredentialId::value)
                .toList());
    }
}
