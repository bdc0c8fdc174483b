package io.loadplane.service;

import io.loadplane.model.Findings;
import io.loadplane.model.Page;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.DefinitionRules;
import io.loadplane.model.loadtest.Draft;
import io.loadplane.model.loadtest.ScriptChecker;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import io.loadplane.model.run.RunId;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Everything that is checked before a definition is stored or run, in the one place that sees all of it. */
@Singleton
class DefinitionChecks {

    /** Stands for the id that a run would get, where manifests are only shown. */
    private static final RunId SHOWN_ID = new RunId(RunId.PREFIX + "0".repeat(26));

    /** As many names as help in a message. */
    private static final Page.Request SOME = new Page.Request(20, null);

    private final EnvironmentService environments;
    private final ScriptChecker scripts;
    private final boolean allowPackageUrls;

    DefinitionChecks(
            EnvironmentService environments,
            ScriptChecker scripts,
            @Value("${loadplane.packages.allow-urls}") boolean allowPackageUrls) {
        this.environments = environments;
        this.scripts = scripts;
        this.allowPackageUrls = allowPackageUrls;
    }

    /** Ends the request when anything is wrong; otherwise leaves warnings in the draft's findings. */
    void require(Draft draft) {
        Findings findings = draft.findings();
        Definition definition = draft.definition();
        DefinitionRules.check(definition, allowPackageUrls, findings);
        String python = "";
        Environment environment = environmentOf(definition.settings(), findings).orElse(null);
        if (environment != null) {
            Cluster cluster = environments.clusterOf(environment);
            checkTarget(definition.settings(), environment, findings);
            cluster.check(definition, findings);
            python = cluster.pythonOf(definition.settings().image().name());
        }
        scripts.check(definition.source(), python, findings);
        findings.throwIfAny();
    }

    /** The same for what a run overrides; the code was checked when it was stored. */
    void require(Settings settings, Source source, Findings findings) {
        DefinitionRules.check(settings, findings);
        environmentOf(settings, findings)
                .ifPresent(environment ->
                        environments.clusterOf(environment).check(new Definition(source, settings), findings));
        findings.throwIfAny();
    }

    List<String> manifests(Definition definition) {
        Environment environment =
                environments.choose(definition.settings().environment()).orElseThrow();
        Deployment deployment = new Deployment(SHOWN_ID, definition.settings(), definition.source(), "***");
        return environments.clusterOf(environment).manifests(deployment);
    }

    private Optional<Environment> environmentOf(Settings settings, Findings findings) {
        Optional<Environment> environment = environments.choose(settings.environment());
        if (environment.isEmpty()) {
            List<String> known = environments.list(SOME).items().stream()
                    .map(Environment::name)
                    .toList();
            findings.error(
                    "/environment",
                    "unknown_environment",
                    "there is no environment \"%s\"; there are: %s"
                            .formatted(settings.environment(), String.join(", ", known)));
        }
        return environment;
    }

    private static void checkTarget(Settings settings, Environment environment, Findings findings) {
        String credential = settings.clusterCredentialId();
        if (credential != null && !credential.equals(environment.credential().value())) {
            findings.error(
                    "/cluster_credential_id",
                    "credential_not_allowed",
                    "the environment \"%s\" does not allow this cluster credential; leave it out to use the environment's own"
                            .formatted(environment.name()));
        }
        if (settings.namespace() != null && !settings.namespace().equals(environment.namespace())) {
            findings.error(
                    "/namespace",
                    "namespace_not_allowed",
                    "the environment \"%s\" runs in the namespace \"%s\"; leave namespace out to use it"
                            .formatted(environment.name(), environment.namespace()));
        }
    }
}
