package io.loadplane.service;

import com.google.re2j.Pattern;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Findings;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.AuditEntry.Change;
import io.loadplane.model.audit.Changes;
import io.loadplane.model.cluster.Check;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.Clusters;
import io.loadplane.model.cluster.Orphan;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialDraft;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.credential.CredentialStore;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentStore;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStore;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How clusters are reached: kept, rotated, and tried out. */
@Singleton
public class CredentialService {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9_. ]{0,99}");

    private final CredentialStore credentials;
    private final EnvironmentStore environments;
    private final Clusters clusters;
    private final RunStore runs;
    private final Targets targets;
    private final AuditService audit;
    private final Ids ids;

    CredentialService(
            CredentialStore credentials,
            EnvironmentStore environments,
            RunStore runs,
            Clusters clusters,
            Targets targets,
            AuditService audit,
            Ids ids) {
        this.credentials = credentials;
        this.environments = environments;
        this.clusters = clusters;
        this.runs = runs;
        this.targets = targets;
        this.audit = audit;
        this.ids = ids;
    }

    public Page<ClusterCredential> list(Page.Request page, Caller caller) {
        return credentials.list(caller.reach(Action.SEE), page);
    }

    public ClusterCredential find(CredentialId id, Caller caller) {
        return credentials
                .find(id, caller.reach(Action.SEE))
                .orElseThrow(() -> ControlPlaneException.notFound("cluster credential", id));
    }

    @Transactional
    public ClusterCredential create(CredentialDraft draft, Caller caller, Findings findings) {
        requireMayWrite(draft, caller);
        Cluster.Admitted admitted = admit(draft, findings);
        Instant now = ids.clock().instant();
        ClusterCredential credential = new ClusterCredential(
                new CredentialId(ids.next(CredentialId.PREFIX)),
                draft.name(),
                draft.kind(),
                admitted.facts(),
                draft.environments(),
                1,
                now,
                now,
                null);
        if (!credentials.insert(credential, admitted.access())) {
            throw ControlPlaneException.conflict(
                    "already_exists",
                    caller.mayEverywhere(Action.SEE)
                            ? "There is already a cluster credential \"%s\".".formatted(draft.name())
                            : "The name \"%s\" is taken; use another one.".formatted(draft.name()));
        }
        audit.done(caller, Subjects.of(credential), changes(null, credential, admitted));
        return credential;
    }

    /** Makes the next version, which holds at once for every new call to the cluster. */
    @Transactional
    public ClusterCredential rotate(
            CredentialId id, CredentialDraft draft, int expectedVersion, Caller caller, Findings findings) {
        ClusterCredential current = findManaged(id, caller);
        requireMayWrite(draft, caller);
        if (current.version() != expectedVersion) {
            throw ControlPlaneException.changedMeanwhile("cluster credential");
        }
        if (!current.name().equals(draft.name())) {
            findings.error("/name", "immutable", "name cannot change; it is \"%s\"".formatted(current.name()));
        }
        Cluster.Admitted admitted = admit(draft, findings);
        ClusterCredential next = new ClusterCredential(
                id,
                current.name(),
                draft.kind(),
                admitted.facts(),
                draft.environments(),
                current.version() + 1,
                current.createdAt(),
                ids.clock().instant(),
                null);
        if (!credentials.replace(next, admitted.access())) {
            throw ControlPlaneException.changedMeanwhile("cluster credential");
        }
        audit.done(caller, Subjects.of(next), changes(current, next, admitted));
        return next;
    }

    @Transactional
    public void delete(CredentialId id, Caller caller) {
        ClusterCredential credential = findManaged(id, caller);
        List<String> users = credentials.users(id);
        if (!users.isEmpty()) {
            throw ControlPlaneException.conflict(
                    "credential_in_use", "The cluster credential is needed by " + String.join(", ", users) + ".");
        }
        if (!credentials.delete(id)) {
            throw ControlPlaneException.notFound("cluster credential", id);
        }
        audit.done(caller, Subjects.of(credential), Changes.between(credential, null));
    }

    /**
     * Tries a credential out.
     *
     * @param namespace null for that of the first environment that uses the credential
     * @param probe whether a pod may be started for it
     */
    public List<Check> verify(CredentialId id, @Nullable String namespace, boolean probe, Caller caller) {
        ClusterCredential credential = findManaged(id, caller);
        Target target = target(credential, namespace, caller);
        Instant now = ids.clock().instant();
        List<Check> checks = Stream.concat(
                        CredentialExpiry.of(credential, now).stream(),
                        targets.clusterOf(target).verify(target, probe).stream())
                .toList();
        if (checks.stream().noneMatch(check -> check.state() == Check.State.MISSING)) {
            credentials.markVerified(id, now);
        }
        return checks;
    }

    /** The permissions that runs need, as YAML to apply. */
    public String permissions(CredentialId id, @Nullable String namespace, boolean bootstrap, Caller caller) {
        Target target = target(find(id, caller), namespace, caller);
        return targets.clusterOf(target).permissions(target, bootstrap);
    }

    /** The same for a Kubernetes cluster to which no credential leads yet, with a new identity. */
    public String permissions(String namespace, Caller caller) {
        caller.requireReach(Action.MANAGE_CREDENTIALS);
        return clusters.of(ClusterCredential.Kind.KUBECONFIG).permissions(namespace);
    }

    /** What runs left behind in the namespaces where this credential works; environments may share a namespace. */
    public List<Orphan> orphans(CredentialId id, Caller caller) {
        ClusterCredential credential = find(id, caller);
        return targetsOf(credential, caller).stream()
                .flatMap(target -> targets.clusterOf(target).orphans(target).stream())
                .filter(orphan -> !runs.isExpectedOnTarget(orphan.run()))
                .filter(orphan -> sees(caller, orphan))
                .toList();
    }

    /** A run that is forgotten belongs to nobody any more. */
    private boolean sees(Caller caller, Orphan orphan) {
        return runs.find(orphan.run())
                .map(Run::settings)
                .map(settings -> caller.sees(settings.environment()))
                .orElse(caller.mayEverywhere(Action.SEE));
    }

    private ClusterCredential findManaged(CredentialId id, Caller caller) {
        ClusterCredential credential = find(id, caller);
        caller.requireInAll(Action.MANAGE_CREDENTIALS, credential.environments());
        // It may have belonged to others before, whose runs would follow it to another cluster.
        environments.all().stream()
                .filter(environment -> environment.allows(id))
                .forEach(environment -> caller.require(Action.MANAGE_CREDENTIALS, environment.name()));
        return credential;
    }

    /** That there is a secret, or another one now, and not what it is. */
    private static Map<String, Change> changes(
            @Nullable ClusterCredential before, ClusterCredential after, Cluster.Admitted admitted) {
        Map<String, Change> changes = new HashMap<>(Changes.between(before, after));
        if (admitted.access() != null) {
            changes.put("secret", new Change(before == null ? null : Changes.MASK, Changes.MASK));
        }
        return changes;
    }

    private static void requireMayWrite(CredentialDraft draft, Caller caller) {
        caller.requireInAll(Action.MANAGE_CREDENTIALS, draft.environments());
        if (draft.kind().usesOurs()) {
            caller.requireEverywhere(Action.LEND_OWN_ACCESS);
        }
    }

    /** A credential that no environment uses yet can still be tried out, under the settings an environment would have. */
    private Target target(ClusterCredential credential, @Nullable String namespace, Caller caller) {
        Target first = targetsOf(credential, caller).stream().findFirst().orElseGet(() -> {
            Environment none = Environment.unsaved(credential.id(), ids.clock().instant());
            return targets.of(credential, none.namespace(), none);
        });
        return namespace == null ? first : targets.of(credential, namespace, first.environment());
    }

    private List<Target> targetsOf(ClusterCredential credential, Caller caller) {
        return environments.all().stream()
                .filter(environment -> environment.allows(credential.id()) && caller.sees(environment.name()))
                .map(environment -> targets.of(credential, environment.namespace(), environment))
                .toList();
    }

    private Cluster.Admitted admit(CredentialDraft draft, Findings findings) {
        if (!NAME.matcher(draft.name()).matches()) {
            findings.error(
                    "/name",
                    "malformed_name",
                    "name must be 1 to 100 letters, digits, \"-\", \"_\", \".\" or spaces, beginning with a letter or digit");
        }
        Cluster.Admitted admitted = clusters.find(draft.kind())
                .map(cluster -> cluster.admit(draft, findings))
                .orElse(Cluster.Admitted.NOTHING);
        if (clusters.find(draft.kind()).isEmpty()) {
            findings.error("/kind", "kind_switched_off", "clusters of this kind are switched off in this Loadplane");
        }
        findings.throwIfAny();
        return admitted;
    }
}
