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
 * @param call what they are calling now
 */
public record Caller(String id, String name, List<Grant> grants, Call call) implements Principal {

    public static final String BOOTSTRAP = "bootstrap";
    public static final String OIDC_PREFIX = "oidc:";

    public Caller {
        grants = List.copyOf(grants);
    }

    /** A caller before it is known what the call is. */
    public Caller(String id, String name, List<Grant> grants) {
        this(id, name, grants, Call.NONE);
    }

    /** How a caller proved who it is. */
    public enum Kind {
        BOOTSTRAP,
        TOKEN,
        OIDC,
        NOBODY
    }

    /**
     * One request.
     *
     * @param action the operation, as the API description names it
     * @param address where it came from
     */
    public record Call(String action, String address) {

        public static final Call NONE = new Call("none", "none");
    }

    public Caller calling(Call current) {
        return new Caller(id, name, grants, current);
    }

    public Kind kind() {
        if (id.equals(BOOTSTRAP)) {
            return Kind.BOOTSTRAP;
        } else if (id.startsWith(TokenId.PREFIX)) {
            return Kind.TOKEN;
        }
        return id.startsWith(OIDC_PREFIX) ? Kind.OIDC : Kind.NOBODY;
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

    /** The same, and the end of the request when it is nowhere. */
    public Reach requireReach(Action action) {
        Reach reach = reach(action);
        if (reach.isNowhere()) {
            throw action.refusedSomewhere();
        }
        return reach;
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
            throw action.refused(
                    environments,
                    environments.stream()
                            .filter(environment -> sees(environment) && !may(action, environment))
                            .toList());
        }
    }
}
