package io.loadplane.kubernetes.watch;

import io.kubernetes.client.openapi.models.CoreV1Event;
import io.kubernetes.client.openapi.models.CoreV1EventList;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobList;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodList;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Resource;
import io.loadplane.kubernetes.manifest.RunNames;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All runs in one namespace, as the cluster shows them: three watches, however many runs there are. */
final class NamespaceView {

    private static final Duration FIRST_SIGHT = Duration.ofSeconds(20);

    private final Watched<V1Job> jobs;
    private final Watched<V1Pod> pods;
    private final Watched<CoreV1Event> events;

    NamespaceView(Connection connection, String namespace, Consumer<RunId> changed) {
        String ours = RunNames.MANAGED_BY + "=" + RunNames.LOADPLANE;
        this.jobs = new Watched<>(
                connection,
                new Watched.Source(Resource.JOBS, namespace, ours, V1JobList.class),
                V1Job.class,
                job -> RunNames.runOf(job.getMetadata()),
                changed);
        this.pods = new Watched<>(
                connection,
                new Watched.Source(Resource.PODS, namespace, ours, V1PodList.class),
                V1Pod.class,
                pod -> RunNames.runOf(pod.getMetadata()),
                changed);
        // Events carry no labels; quota, limit ranges and pod security speak only through them.
        this.events = new Watched<>(
                connection,
                new Watched.Source(Resource.EVENTS, namespace, "", CoreV1EventList.class),
                CoreV1Event.class,
                event -> RunNames.runOf(String.valueOf(event.getInvolvedObject().getName())),
                changed);
    }

    /** What there is of one run; throws when the cluster cannot be seen now. */
    RunObjects of(RunId id) {
        awaitFirstSight();
        for (Watched<?> watched : List.of(jobs, pods, events)) {
            ClusterException failure = watched.failure();
            if (failure != null) {
                throw failure;
            }
        }
        return new RunObjects(jobs.of(id), pods.of(id), events.of(id));
    }

    void stop() {
        Stream.of(jobs, pods, events).forEach(Watched::stop);
    }

    private void awaitFirstSight() {
        long end = System.nanoTime() + FIRST_SIGHT.toNanos();
        while (!isSynced() && !hasFailed() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private boolean isSynced() {
        return jobs.isSynced() && pods.isSynced() && events.isSynced();
    }

    private boolean hasFailed() {
        return Stream.of(jobs, pods, events).map(Watched::failure).anyMatch(Objects::nonNull);
    }
}
