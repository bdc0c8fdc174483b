package io.loadplane.service;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.access.Reach;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.credential.CredentialStore;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.PlaceRules;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.DefinitionRules;
import io.loadplane.model.loadtest.Draft;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.loadtest.ScriptChecker;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import io.loadplane.service.Bulkhead.Work;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Everything that is checked before a definition is stored or run, in the one place that sees all of it. */
@Singleton
class DefinitionChecks {

    /** As many names as help in a message. */
    private static final Page.Request SOME = new Page.Request(20, null);

    private final EnvironmentService environments;
    private final CredentialStore credentials;
    private final Targets targets;
    private final ScriptChecker scripts;
    private final boolean allowPackageUrls;
    private final Bulkhead bulkhead;
    private final Clock clock;

    DefinitionChecks(
            EnvironmentService environments,
            CredentialStore credentials,
            Targets targets,
            ScriptChecker scripts,
            @Value("${loadplane.packages.allow-urls}") boolean allowPackageUrls,
            Bulkhead bulkhead,
            Clock clock) {
        this.bulkhead = bulkhead;
        this.clock = clock;
        this.environments = environments;
        this.credentials = credentials;
        this.targets = targets;
        this.scripts = scripts;
        this.allowPackageUrls = allowPackageUrls;
    }

    /** Ends the request when anything is wrong; otherwise leaves warnings in the draft's findings. */
    void require(Draft draft, Caller caller) {
        Findings findings = draft.findings();
        Definition definition = draft.definition();
        Reach reach = caller.reach(Action.SEE);
        environments
                .choose(definition.settings().environment(), reach)
                .ifPresentOrElse(
                        environment -> caller.require(Action.WRITE_LOAD_TESTS, environment.name()),
                        () -> caller.requireReach(Action.WRITE_LOAD_TESTS));
        String python = bulkhead.run(Work.CHECKS, () -> {
            DefinitionRules.check(definition, allowPackageUrls, findings);
            return checkPlace(definition, reach, findings)
                    .map(target -> targets.clusterOf(target)
                            .pythonOf(definition.settings().image().name()))
                    .orElse("");
        });
        // Another process does the work meanwhile, for a limited time.
        scripts.check(definition.source(), python, findings);
        findings.throwIfAny();
    }

    /** The same for a run of what was stored, with what it overrides; the code was checked when it was stored, and who may run it before this. */
    void require(Definition stored, Overrides overrides, Findings findings) {
        check(stored.settings().with(overrides), stored.source(), findings);
        if (findings.errorCount() > 0 && unallowed(stored).containsAll(findings.errors())) {
            throw InvalidRequest.policyChanged(findings.errors());
        }
        findings.throwIfAny();
    }

    /** The same, apart from what others do. To be called outside of transactions. */
    void requireApart(Definition stored, Overrides overrides, Findings findings) {
        bulkhead.run(Work.CHECKS, () -> {
            require(stored, overrides, findings);
            return stored;
        });
    }

    /** It was allowed when it was stored. */
    private List<Finding> unallowed(Definition stored) {
        Findings changed = new Findings();
        environments
                .choose(stored.settings().environment(), Reach.EVERYWHERE)
                .ifPresent(environment -> PlaceRules.check(stored, environment, changed));
        return changed.errors();
    }

    void check(Settings settings, Source source, Findings findings) {
        DefinitionRules.check(settings, findings);
        checkPlace(new Definition(source, settings), Reach.EVERYWHERE, findings);
    }

    List<String> manifests(Definition definition) {
        Target target = targets.of(definition.settings());
        return bulkhead.run(
                Work.CHECKS, () -> targets.clusterOf(target).manifests(Deployment.shown(definition, target)));
    }

    /** Where it would run; empty when there is no such place in the reach. */
    private Optional<Target> checkPlace(Definition definition, Reach reach, Findings findings) {
        Settings settings = definition.settings();
        Environment environment =
                environments.choose(settings.environment(), reach).orElse(null);
        if (environment == null) {
            List<String> known = environments.names(reach, SOME);
            findings.error(
                    "/environment",
                    "unknown_environment",
                    settings.environment().isEmpty()
                            ? "no environment is the default; name one: " + String.join(", ", known)
                            : "there is no environment \"%s\"; there are: %s"
                                    .formatted(settings.environment(), String.join(", ", known)));
            return Optional.empty();
        }
        PlaceRules.check(definition, environment, findings);
        environment
                .policy()
                .closed(clock.instant())
                .ifPresent(closed ->
                        findings.warning("/environment", "forbidden_time", closed.sentence(environment.name())));
        if (!credentialExists(settings)) {
            return Optional.empty();
        }
        Target target = targets.of(settings);
        targets.clusterOf(target).check(definition, target, findings);
        return Optional.of(target);
    }

    private boolean credentialExists(Settings settings) {
        String named = settings.clusterCredentialId();
        return named == null
                || CredentialId.parse(named).flatMap(credentials::find).isPresent();
    }
}
