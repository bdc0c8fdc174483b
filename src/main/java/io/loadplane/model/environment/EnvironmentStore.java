package io.loadplane.model.environment;

import java.util.List;
import java.util.Optional;

/** Durable environments. */
public interface EnvironmentStore {

    void insert(Environment environment);

    Optional<Environment> find(EnvironmentId id);

    Optional<Environment> findByName(String name);

    Optional<Environment> findDefault();

    /** All of them, by name: there are few. */
    List<Environment> list();
}
