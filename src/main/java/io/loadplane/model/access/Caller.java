package io.loadplane.model.access;

import io.loadplane.model.ControlPlaneException;
import java.security.Principal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who asks, and what they may do.
 *
 * @param id who it is, whatever the name; idempotency keys belong to it
 * @param name for people; goes into the timeline and into {@code started_by}
 */
public record Caller(String id, String name, List<Grant> grants) implements Principal {

    public Caller {
        grants = List.copyOf(grants);
    }

    @Override
    public String getName() {
        return name;
    }

    public boolean may(Action action, String environment) {
        return grants.stream().anyMatch(grant -> grant.role().includes(action.role()) && grant.holdsIn(environment));
    }

    public boolean mayEverywhere(Action action) {
        return grants.stream().anyMatch(grant -> grant.role().includes(action.role()) && grant.holdsEverywhere());
    }

    /** Whether the caller may do it to what belongs to all those environments; what belongs to none is everybody's. */
    public boolean mayInAll(Action action, Collection<String> environments) {
        return environments.isEmpty()
                ? mayEverywhere(action)
                : environments.stream().allMatch(environment -> may(action, environment));
    }

    /** Where the caller may do it. */
    public Reach reach(Action action) {
        if (mayEverywhere(action)) {
            return Reach.EVERYWHERE;
        }
        Set<String> environments = new HashSet<>();
        grants.stream()
                .filter(grant -> grant.role().includes(action.role()))
                .forEach(grant -> environments.addAll(grant.environments()));
        return new Reach(environments);
    }

    public boolean sees(String environment) {
        return may(Action.SEE, environment);
    }

    /** Ends the request unless the caller may do it there. */
    public void require(Action action, String environment) {
        requireInAll(action, List.of(environment));
    }

    public void requireEverywhere(Action action) {
        if (!mayEverywhere(action)) {
            throw action.refused();
        }
    }

    /** @throws ControlPlaneException with the environments in which the caller lacks the role, as far as it may know of them */
    public void requireInAll(Action action, Collection<String> environments) {
        if (environments.isEmpty()) {
            requireEverywhere(action);
        } else if (!mayInAll(action, environments)) {
            throw action.refused(environments.stream()
                    .filter(environment -> sees(environment) && !may(action, environment))
                    .toList());
        }
    }
}
