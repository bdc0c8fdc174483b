package io.loadplane.model.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller may do something. Lists are cut down to it where they are read, so that pages stay full.
 *
 * @param environments their names; null for everywhere
 */
public record Reach(@Nullable Set<String> environments) {

    public static final Reach EVERYWHERE = new Reach(null);

    public Reach {
        environments = environments == null ? null : Set.copyOf(environments);
    }

    public boolean includes(String environment) {
        return environments == null || environments.contains(environment);
    }

    public boolean isNowhere() {
        return environments != null && environments.isEmpty();
    }
}
