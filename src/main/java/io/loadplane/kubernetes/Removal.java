package io.loadplane.kubernetes;

import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Resource;
import io.loadplane.kubernetes.manifest.RunNames;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunId;
import java.util.List;

/**
 * Removes what belongs to runs, found by their label and never by their owner alone: an owner may have been deleted
 * without them.
 */
final class Removal {

    /** In this order: what starts pods goes before the pods. */
    static final List<Resource> LISTED = List.of(
            Resource.JOBS,
            Resource.PODS,
            Resource.CONFIG_MAPS,
            Resource.SERVICES,
            Resource.NETWORK_POLICIES,
            Resource.INGRESSES);

    /** Whoever is still there has nothing left to hand over. */
    private static final int GRACE_SECONDS = 5;

    private final Connection connection;
    private final String namespace;

    Removal(Connection connection, String namespace) {
        this.connection = connection;
        this.namespace = namespace;
    }

    /** True once nothing of the run is left; until then everything is told to go, again and again. */
    boolean remove(RunId id) {
        try {
            RunNames names = new RunNames(id);
            boolean left = false;
            for (Resource resource : LISTED) {
                for (V1ObjectMeta object : connection.list(resource, namespace, names.selectorText())) {
                    left = true;
                    if (!isLeavingSoon(resource, object)) {
                        delete(resource, String.valueOf(object.getName()));
                    }
                }
            }
            delete(Resource.SECRETS, names.secret());
            return !left;
        } catch (ClusterException e) {
            if (e.reason().code() == ReasonCode.NAMESPACE_MISSING) {
                return true;
            }
            throw e;
        }
    }

    /** Tells a pod to go, in all the time it may take; its Job starts no other in its place. */
    void evict(V1Pod pod) {
        V1ObjectMeta metadata = pod.getMetadata();
        if (metadata.getDeletionTimestamp() == null) {
            String name = String.valueOf(metadata.getName());
            connection.delete("end the Pod " + name, Resource.PODS.path(namespace, name), null);
        }
    }

    /** A pod that goes with its Job takes all the time it may; that can be made shorter, but not told twice. */
    private static boolean isLeavingSoon(Resource resource, V1ObjectMeta object) {
        Long grace = object.getDeletionGracePeriodSeconds();
        return object.getDeletionTimestamp() != null
                && (resource != Resource.PODS || grace != null && grace <= GRACE_SECONDS);
    }

    private void delete(Resource resource, String name) {
        connection.delete(
                "delete the %s %s".formatted(resource.kind(), name),
                resource.path(namespace, name),
                resource == Resource.PODS ? GRACE_SECONDS : null);
    }
}
