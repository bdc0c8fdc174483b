package io.loadplane.service;

import io.loadplane.model.Findings;
import io.loadplane.model.cluster.Clusters;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.PolicyRules;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.DefinitionRules;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/** The rules of definitions for what an environment fills in: whoever runs there could not mend it. */
@Singleton
class DefaultChecks {

    private final Clusters clusters;
    private final Targets targets;
    private final boolean allowPackageUrls;

    DefaultChecks(
            Clusters clusters, Targets targets, @Value("${loadplane.packages.allow-urls}") boolean allowPackageUrls) {
        this.clusters = clusters;
        this.targets = targets;
        this.allowPackageUrls = allowPackageUrls;
    }

    /**
     * @param sample a definition in which the defaults are all that was given
     */
    void check(Definition sample, Environment environment, ClusterCredential credential, Findings findings) {
        Findings own = new Findings(pointer -> "/defaults" + pointer);
        DefinitionRules.check(sample, allowPackageUrls, own);
        PolicyRules.check(sample.settings(), environment, own);
        clusters.find(credential.kind())
                .ifPresent(cluster ->
                        cluster.check(sample, targets.of(credential, environment.namespace(), environment), own));
        findings.addAll(own.errors());
    }
}
