package io.loadplane.model.environment;

import io.loadplane.model.Page;
import java.util.Optional;

/** Durable environments. */
public interface EnvironmentStore {

    void insert(Environment environment);

    Optional<Environment> find(EnvironmentId id);

    Optional<Environment> findByName(String name);

    Optional<Environment> findDefault();

    /** By name; keys are their names. */
    Page<Environment> list(Page.Request page);
}
