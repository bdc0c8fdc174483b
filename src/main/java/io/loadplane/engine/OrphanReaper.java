package io.loadplane.engine;

import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Clusters;
import io.loadplane.model.cluster.Orphan;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Removes from wherever runs may be what is ours and belongs to no run that should be there. */
@Singleton
class OrphanReaper {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanReaper.class);

    private final RunStore runs;
    private final Targets targets;
    private final Clusters clusters;
    private final EngineSettings settings;
    private final EngineFigures figures;
    private final Clock clock;

    OrphanReaper(
            RunStore runs,
            Targets targets,
            Clusters clusters,
            EngineSettings settings,
            EngineFigures figures,
            Clock clock) {
        this.runs = runs;
        this.targets = targets;
        this.clusters = clusters;
        this.settings = settings;
        this.figures = figures;
        this.clock = clock;
    }

    /** One round; a cluster that does not answer is tried again in the next. */
    void reap() {
        Set<CredentialId> silent = new HashSet<>();
        for (Target target : targets.all()) {
            CredentialId credential = target.credential().id();
            Optional<Cluster> cluster = clusters.find(target.credential().kind());
            if (cluster.isPresent() && !silent.contains(credential)) {
                try {
                    reap(cluster.get(), target);
                    figures.reached(target.credential().name(), true);
                } catch (ClusterException e) {
                    ReasonCode why = e.reason().code();
                    if (why == ReasonCode.CLUSTER_UNREACHABLE) {
                        silent.add(credential);
                        figures.reached(target.credential().name(), false);
                    }
                    // Not every credential of an environment is made for every namespace of it.
                    LOG.atLevel(why == ReasonCode.PERMISSION_DENIED ? Level.DEBUG : Level.WARN)
                            .addKeyValue("environment", target.environment().name())
                            .addKeyValue("credential", credential)
                            .addKeyValue("namespace", target.namespace())
                            .setCause(e)
                            .log("orphans cannot be looked for");
                }
            }
        }
    }

    private void reap(Cluster cluster, Target target) {
        Instant youngest = clock.instant().minus(settings.orphanGrace());
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
    }
}
