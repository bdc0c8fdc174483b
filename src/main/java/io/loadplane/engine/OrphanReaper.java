package io.loadplane.engine;

import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Clusters;
import io.loadplane.model.cluster.Orphan;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentStore;
import io.loadplane.model.run.RunStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes from every environment's cluster what is ours and belongs to no run that should be there. */
@Singleton
class OrphanReaper {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanReaper.class);

    private final EnvironmentStore environments;
    private final RunStore runs;
    private final Targets targets;
    private final Clusters clusters;
    private final EngineSettings settings;
    private final Clock clock;

    OrphanReaper(
            EnvironmentStore environments,
            RunStore runs,
            Targets targets,
            Clusters clusters,
            EngineSettings settings,
            Clock clock) {
        this.environments = environments;
        this.runs = runs;
        this.targets = targets;
        this.clusters = clusters;
        this.settings = settings;
        this.clock = clock;
    }

    /** One round; a cluster that does not answer is tried again in the next. */
    void reap() {
        for (Environment environment : environments.all()) {
            Target target = targets.of(environment);
            clusters.find(target.credential().kind()).ifPresent(cluster -> reap(cluster, target));
        }
    }

    private void reap(Cluster cluster, Target target) {
        Instant youngest = clock.instant().minus(settings.orphanGrace());
        try {
            for (Orphan orphan : cluster.orphans(target)) {
                if (!runs.isExpectedOnTarget(orphan.run()) && orphan.createdAt().isBefore(youngest)) {
                    LOG.atWarn()
                            .addKeyValue("run", orphan.run())
                            .addKeyValue("namespace", orphan.namespace())
                            .addKeyValue("objects", orphan.objects())
                            .log("removing what a run left behind");
                    cluster.remove(target, orphan);
                }
            }
        } catch (ClusterException e) {
            LOG.atWarn()
                    .addKeyValue("environment", target.environment().name())
                    .setCause(e)
                    .log("orphans cannot be looked for");
        }
    }
}
