package io.loadplane.simulation;

import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.Clusters;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;

/** Puts the simulated cluster in the place of the real one for the kinds of credentials that both know. */
@Factory
@Requires(env = SimulatedCluster.ENVIRONMENT)
class SimulatedClusters {

    @Singleton
    @Replaces(Clusters.class)
    Clusters clusters(Collection<Cluster> all) {
        return new Clusters(all.stream()
                .sorted(Comparator.comparing(SimulatedCluster.class::isInstance))
                .toList());
    }
}
