package io.loadplane.model.cluster;

import io.loadplane.model.credential.ClusterCredential;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Finds the adapter for a kind of credential. */
public final class Clusters {

    private final Map<ClusterCredential.Kind, Cluster> byKind = new EnumMap<>(ClusterCredential.Kind.class);

    public Clusters(Collection<Cluster> clusters) {
        clusters.forEach(cluster -> byKind.put(cluster.kind(), cluster));
    }

    public Cluster of(ClusterCredential.Kind kind) {
        Cluster cluster = byKind.get(kind);
        if (cluster == null) {
            throw new IllegalStateException("no cluster of kind %s is switched on".formatted(kind));
        }
        return cluster;
    }
}
