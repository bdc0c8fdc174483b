package io.loadplane.kubernetes.watch;

import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Connections;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.run.RunId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Keeps one view per credential and namespace for as long as runs are looked at there. */
@Singleton
public class Views {

    private static final Duration IDLE = Duration.ofMinutes(2);

    /** What a watch may lag behind before it is not waited for any longer. */
    private static final Duration LAG = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(10);

    private final Connections connections;
    private final Clock clock;
    private final Map<Place, Open> open = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Cluster.ChangeListener> listeners = new CopyOnWriteArrayList<>();

    Views(Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    private record Place(CredentialId credential, String namespace) {}

    private record Open(NamespaceView view, Connection connection, Instant usedAt) {}

    /** What the cluster shows of a run now. A rotated credential lists everything anew. */
    public RunObjects of(Target target, RunId id) {
        Connection connection = connections.of(target.credential());
        Instant now = clock.instant();
        closeIdle(now);
        Open current = open.compute(new Place(target.credential().id(), target.namespace()), (place, existing) -> {
            if (existing != null && existing.connection() == connection) {
                return new Open(existing.view(), connection, now);
            } else if (existing != null) {
                existing.view().stop();
            }
            return new Open(new NamespaceView(connection, target.namespace(), this::changed), connection, now);
        });
        return current.view().of(id);
    }

    /** Waits until the watch shows what was just created; without, the next look would have it created once more. */
    public void await(Target target, RunId id, Predicate<RunObjects> shown) {
        long end = System.nanoTime() + LAG.toNanos();
        while (!shown.test(of(target, id)) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    public void onChange(Cluster.ChangeListener listener) {
        listeners.add(listener);
    }

    private void changed(RunId id) {
        listeners.forEach(listener -> listener.changed(id));
    }

    private void closeIdle(Instant now) {
        open.forEach((place, candidate) -> {
            if (candidate.usedAt().plus(IDLE).isBefore(now) && open.remove(place, candidate)) {
                candidate.view().stop();
            }
        });
    }

    @PreDestroy
    void close() {
        open.values().forEach(each -> each.view().stop());
        open.clear();
    }
}
