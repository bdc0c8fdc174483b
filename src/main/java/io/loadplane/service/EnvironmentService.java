package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Findings;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.access.Reach;
import io.loadplane.model.audit.Changes;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.credential.CredentialStore;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentDraft;
import io.loadplane.model.environment.EnvironmentId;
import io.loadplane.model.environment.EnvironmentRules;
import io.loadplane.model.environment.EnvironmentStore;
import io.loadplane.model.environment.Limits;
import io.loadplane.model.policy.Policy;
import io.loadplane.model.retention.Retention;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where runs can happen. */
@Singleton
public class EnvironmentService {

    private final EnvironmentStore environments;
    private final CredentialStore credentials;
    private final DefaultChecks defaults;
    private final AuditService audit;
    private final Ids ids;

    EnvironmentService(
            EnvironmentStore environments,
            CredentialStore credentials,
            DefaultChecks defaults,
            AuditService audit,
            Ids ids) {
        this.audit = audit;
        this.defaults = defaults;
        this.environments = environments;
        this.credentials = credentials;
        this.ids = ids;
    }

    public Page<Environment> list(Page.Request page, Caller caller) {
        return environments.list(caller.reach(Action.SEE), page);
    }

    public Environment find(EnvironmentId id, Caller caller) {
        return environments
                .find(id)
                .filter(found -> caller.sees(found.name()))
                .orElseThrow(() -> ControlPlaneException.notFound("environment", id));
    }

    /** The environment of that name, or the default one when none is named, if it is in the reach. */
    public Optional<Environment> choose(@Nullable String name, Reach reach) {
        Optional<Environment> chosen = name == null ? environments.findDefault() : environments.findByName(name);
        return chosen.filter(environment -> reach.includes(environment.name()));
    }

    List<String> names(Reach reach, Page.Request page) {
        return environments.list(reach, page).items().stream()
                .map(Environment::name)
                .toList();
    }

    @Transactional
    public Environment create(EnvironmentDraft draft, Caller caller, Findings findings) {
        caller.requireEverywhere(Action.ARRANGE_ENVIRONMENTS);
        Existing none = new Existing(new EnvironmentId(ids.next(EnvironmentId.PREFIX)), 0, null);
        Environment environment = checked(draft, none, caller, findings);
        if (!environments.insert(environment)) {
            throw ControlPlaneException.conflict(
                    "already_exists", "There is already an environment \"%s\".".formatted(draft.name()));
        }
        audit.done(caller, Subjects.of(environment), Changes.between(null, environment));
        return environment;
    }

    /** Changes an environment for every later start; what runs already goes on as it began. */
    @Transactional
    public Environment revise(
            EnvironmentId id, EnvironmentDraft draft, int expectedVersion, Caller caller, Findings findings) {
        Environment current = find(id, caller);
        caller.require(Action.CHANGE_ENVIRONMENT, current.name());
        if (draft.isDefault() != current.isDefault()) {
            // Another environment loses or gains what its callers rely on.
            caller.requireEverywhere(Action.ARRANGE_ENVIRONMENTS);
        }
        if (current.version() != expectedVersion) {
            throw ControlPlaneException.changedMeanwhile("environment");
        }
        if (!current.name().equals(draft.name())) {
            findings.error("/name", "immutable", "name cannot change; it is \"%s\"".formatted(current.name()));
        }
        Environment next = checked(draft, new Existing(id, current.version(), current.createdAt()), caller, findings);
        if (!environments.replace(next)) {
            throw ControlPlaneException.changedMeanwhile("environment");
        }
        audit.done(caller, Subjects.of(next), Changes.between(current, next));
        return next;
    }

    @Transactional
    public void delete(EnvironmentId id, Caller caller) {
        Environment environment = find(id, caller);
        caller.requireEverywhere(Action.ARRANGE_ENVIRONMENTS);
        if (!environments.delete(id)) {
            throw ControlPlaneException.conflict(
                    "environment_in_use",
                    "The environment \"%s\" has load tests or runs, and their history would go with it."
                            .formatted(environment.name()));
        }
        audit.done(caller, Subjects.of(environment), Changes.between(environment, null));
    }

    /** Makes this machine the default environment, at the first start only. */
    @Transactional
    public void createLocal() {
        if (environments.findByName(Environment.LOCAL).isPresent()) {
            return;
        }
        Instant now = ids.clock().instant();
        CredentialId credential = new CredentialId(ids.next(CredentialId.PREFIX));
        credentials.insert(
                new ClusterCredential(
                        credential,
                        Environment.LOCAL,
                        ClusterCredential.Kind.LOCAL,
                        ClusterCredential.Facts.NONE,
                        List.of(Environment.LOCAL),
                        1,
                        now,
                        now,
                        null),
                null);
        environments.insert(new Environment(
                new EnvironmentId(ids.next(EnvironmentId.PREFIX)),
                Environment.LOCAL,
                environments.findDefault().isEmpty(),
                credential,
                List.of(),
                Environment.LOCAL,
                Environment.PodSettings.DEFAULT,
                Policy.OPEN,
                Limits.NONE,
                Map.of(),
                Retention.OVERALL,
                1,
                now,
                now));
    }

    private record Existing(
            EnvironmentId id, int version, @Nullable Instant createdAt) {}

    private Environment checked(EnvironmentDraft draft, Existing existing, Caller caller, Findings findings) {
        EnvironmentRules.check(draft, findings);
        Optional<ClusterCredential> own =
                credential("/cluster_credential_id", draft.credential(), draft.name(), caller, findings);
        List<ClusterCredential> allowed = new ArrayList<>();
        for (int i = 0; i < draft.allowedCredentials().size(); i++) {
            credential(
                            "/allowed_cluster_credential_ids/" + i,
                            draft.allowedCredentials().get(i),
                            draft.name(),
                            caller,
                            findings)
                    .ifPresent(allowed::add);
        }
        findings.throwIfAny();
        checkRanges(draft.policy(), Stream.concat(own.stream(), allowed.stream()), findings);
        Instant now = ids.clock().instant();
        Environment environment = new Environment(
                existing.id(),
                draft.name(),
                draft.isDefault(),
                own.orElseThrow().id(),
                allowed.stream().map(ClusterCredential::id).toList(),
                draft.namespace(),
                draft.pods(),
                draft.policy(),
                draft.limits(),
                draft.defaults(),
                draft.retention(),
                existing.version() + 1,
                existing.createdAt() == null ? now : existing.createdAt(),
                now);
        defaults.check(draft.sample(), environment, own.orElseThrow(), findings);
        findings.throwIfAny();
        return environment;
    }

    /** What would be said to hold, and does not, is worse than nothing. */
    private static void checkRanges(Policy policy, Stream<ClusterCredential> credentials, Findings findings) {
        if (!policy.targetRanges().isEmpty()
                && credentials.anyMatch(credential -> credential.kind() == ClusterCredential.Kind.LOCAL)) {
            findings.error(
                    "/policy/allowed_target_hosts",
                    "not_supported_here",
                    "this machine cannot keep scripts to ranges of addresses; name hosts, or use a Kubernetes cluster");
        }
    }

    private Optional<ClusterCredential> credential(
            String pointer, String text, String environment, Caller caller, Findings findings) {
        Reach reach = caller.reach(Action.SEE);
        Optional<ClusterCredential> credential = CredentialId.parse(text).flatMap(id -> credentials.find(id, reach));
        if (credential.isEmpty()) {
            findings.error(pointer, "unknown_credential", "there is no cluster credential \"%s\"".formatted(text));
        } else if (!credential.get().allows(environment)) {
            findings.error(
                    pointer,
                    "credential_not_allowed",
                    "the cluster credential \"%s\" belongs to other environments: %s"
                            .formatted(
                                    credential.get().name(),
                                    String.join(", ", credential.get().within(reach))));
        } else if (credentials
                .find(credential.get().id(), caller.reach(Action.CHANGE_ENVIRONMENT))
                .isEmpty()) {
            // Who only sees it elsewhere would else bring runs to a cluster that is not theirs to give.
            findings.error(
                    pointer,
                    "credential_not_allowed",
                    "giving the cluster credential \"%s\" to an environment takes the role platform where it is used"
                            .formatted(credential.get().name()));
        }
        return credential;
    }
}
