package io.loadplane.kubernetes;

import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Resource;
import io.loadplane.kubernetes.manifest.RunNames;
import io.loadplane.model.cluster.Orphan;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists everything of this Loadplane in one namespace by run; whose runs are over is for others to know. */
final class Orphans {

    private final Connection connection;
    private final Target target;

    Orphans(Connection connection, Target target) {
        this.connection = connection;
        this.target = target;
    }

    private record Found(String name, Instant createdAt) {}

    List<Orphan> list() {
        Map<RunId, List<Found>> byRun = new TreeMap<>(Comparator.comparing(RunId::value));
        String selector = "%s=%s,%s=%s"
                .formatted(
                        RunNames.MANAGED_BY,
                        RunNames.LOADPLANE,
                        RunNames.INSTALLATION,
                        target.installation().id());
        for (Resource resource : Removal.LISTED) {
            for (V1ObjectMeta object : connection.list(resource, target.namespace(), selector)) {
                RunNames.runOf(object)
                        .ifPresent(run -> byRun.computeIfAbsent(run, id -> new ArrayList<>())
                                .add(new Found(resource.kind() + " " + object.getName(), createdAt(object))));
            }
        }
        return byRun.entrySet().stream()
                .map(entry -> new Orphan(
                        entry.getKey(),
                        target.namespace(),
                        entry.getValue().stream().map(Found::name).toList(),
                        entry.getValue().stream()
                                .map(Found::createdAt)
                                .max(Comparator.naturalOrder())
                                .orElse(Instant.EPOCH)))
                .toList();
    }

    private static Instant createdAt(V1ObjectMeta object) {
        return object.getCreationTimestamp() == null
                ? Instant.EPOCH
                : object.getCreationTimestamp().toInstant();
    }
}
