package io.loadplane.model.access;

import java.util.List;

/**
 * A role and where it holds.
 *
 * @param environments their names; empty for everywhere, in environments to come too
 */
public record Grant(Role role, List<String> environments) {

    public Grant {
        environments = List.copyOf(environments);
    }

    public static Grant everywhere(Role role) {
        return new Grant(role, List.of());
    }

    public boolean holdsEverywhere() {
        return environments.isEmpty();
    }

    public boolean holdsIn(String environment) {
        return holdsEverywhere() || environments.contains(environment);
    }
}
