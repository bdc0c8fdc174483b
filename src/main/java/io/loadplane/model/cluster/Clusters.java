package io.loadplane.model.cluster;

import io.loadplane.model.credential.ClusterCredential;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Finds the adapter for a kind of credential. */
public final class Clusters {

    private final Map<ClusterCredential.Kind, Cluster> byKind = new EnumMap<>(ClusterCredential.Kind.class);

    public Clusters(Collection<Cluster> clusters) {
        clusters.forEach(cluster -> cluster.kinds().forEach(kind -> byKind.put(kind, cluster)));
    }

    public Cluster of(ClusterCredential.Kind kind) {
        return find(kind)
                .orElseThrow(() -> new IllegalStateException("no cluster of kind %s is switched on".formatted(kind)));
    }

    /** Empty when that kind is switched off. */
    public Optional<Cluster> find(ClusterCredential.Kind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }
}
