package io.loadplane.model.environment;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Durable environments. */
public interface EnvironmentStore {

    /** False when the name is taken. A new default takes the place of the former one. */
    boolean insert(Environment environment);

    /** Stores the next version; false when the environment is no longer the version before. */
    boolean replace(Environment next);

    Optional<Environment> find(EnvironmentId id);

    Optional<Environment> findByName(String name);

    Optional<Environment> findDefault();

    /** By name; keys are their names. */
    Page<Environment> list(Reach reach, Page.Request page);

    /** Every one, page by page. */
    default List<Environment> all() {
        List<Environment> all = new ArrayList<>();
        String last = null;
        do {
            Page<Environment> page = list(Reach.EVERYWHERE, new Page.Request(Page.Request.MAX_LIMIT, last));
            all.addAll(page.items());
            last = page.next();
        } while (last != null);
        return all;
    }

    /** False when a load test or a run was ever stored in it. */
    boolean delete(EnvironmentId id);
}
