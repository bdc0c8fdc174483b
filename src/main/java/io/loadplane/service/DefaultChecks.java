package io.loadplane.service;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.cluster.Clusters;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.PlaceRules;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.DefinitionRules;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        Findings ofPlace = new Findings();
        PlaceRules.check(sample, environment, ofPlace);
        for (Finding finding : ofPlace.errors()) {
            if (isGiven(environment.defaults(), finding)) {
                own.error(String.valueOf(finding.pointer()), finding.code(), finding.message());
            }
        }
        clusters.find(credential.kind())
                .ifPresent(cluster ->
                        cluster.check(sample, targets.of(credential, environment.namespace(), environment), own));
        findings.addAll(own.errors());
    }

    /** What the defaults leave out, each definition says for itself. */
    private static boolean isGiven(Map<String, Object> defaults, Finding finding) {
        @Nullable Object place = defaults;
        for (String step : String.valueOf(finding.pointer()).substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            @Nullable Object below = place instanceof Map<?, ?> map ? map.get(name) : null;
            place = place instanceof List<?> list ? list.get(Integer.parseInt(name)) : below;
        }
        return place != null;
    }
}
