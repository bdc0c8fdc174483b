package io.loadplane.model.access;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.ControlPlaneException.Kind;
import io.loadplane.model.Words;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What can be asked, and the role it needs in the environment that it is about. The only place where that is written.
 * What belongs to several environments needs the role in all of them, and what belongs to none needs it everywhere.
 */
public enum Action {
    /** Load tests, runs, schedules, environments, credentials; whoever may not see something is told that it is not there. */
    SEE(Role.VIEWER, "see this"),
    /** Figures are of all environments. */
    READ_FIGURES(Role.VIEWER, "read the figures of the service"),
    WRITE_LOAD_TESTS(Role.TESTER, "write load tests"),
    /** Start, stop, lease, change the load, keep, forget; and the login of a run's web page, which can do the same. */
    OPERATE_RUNS(Role.TESTER, "start, stop or change runs"),
    MANAGE_SCHEDULES(Role.TESTER, "manage schedules"),
    CHANGE_ENVIRONMENT(Role.PLATFORM, "change an environment"),
    /** Create and delete them, and say which one is the default. */
    ARRANGE_ENVIRONMENTS(Role.PLATFORM, "create and delete environments, or choose the default one"),
    /** Write them and try them out. */
    MANAGE_CREDENTIALS(Role.PLATFORM, "manage cluster credentials"),
    /** Let runs use what Loadplane itself has: its service account in its own cluster, or its own machine. */
    LEND_OWN_ACCESS(Role.PLATFORM, "write cluster credentials of this kind"),
    /** Reading is part of it: whoever has the URL of a chat tool can write there. */
    MANAGE_WEBHOOKS(Role.PLATFORM, "manage webhooks"),
    MANAGE_TOKENS(Role.PLATFORM, "manage tokens"),
    READ_AUDIT(Role.PLATFORM, "read the audit");

    private final Role role;
    private final String words;

    Action(Role role, String words) {
        this.role = role;
        this.words = words;
    }

    public Role role() {
        return role;
    }

    /** Says that the role is missing everywhere. */
    public ControlPlaneException refused() {
        return refused("for all environments", List.of());
    }

    /** Says that one environment with the role would be enough, and there is none. */
    ControlPlaneException refusedSomewhere() {
        return refused("in at least one environment", List.of());
    }

    /**
     * Says in which environments the role is missing.
     *
     * @param asked those it was asked for; goes into the audit only
     * @param known those where it is missing, as far as the caller may know of them
     */
    ControlPlaneException refused(Collection<String> asked, Collection<String> known) {
        return refused(
                switch (known.size()) {
                    case 0 -> "in every environment that it belongs to";
                    case 1 -> "in the environment " + known.iterator().next();
                    default -> "in the environments " + String.join(", ", known);
                },
                asked);
    }

    private ControlPlaneException refused(String where, Collection<String> asked) {
        return new ControlPlaneException(
                Kind.FORBIDDEN,
                "forbidden",
                "To %s takes the role %s %s, which this caller does not have.".formatted(words, Words.of(role), where),
                Map.of(ControlPlaneException.ENVIRONMENTS, String.join(",", asked)));
    }
}
