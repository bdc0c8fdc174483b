package io.loadplane.engine;

import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.run.RunId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Where the drivers of this process wait between two looks, and are woken when something is known to have changed. */
@Singleton
class Wakeups {

    private final Map<RunId, Semaphore> waiting = new ConcurrentHashMap<>();
    private volatile boolean draining;

    Wakeups(Collection<Cluster> clusters) {
        clusters.forEach(cluster -> cluster.onChange(this::wake));
    }

    /** False when the process is about to end and the run is to be left. */
    boolean pause(RunId id, Duration longest) {
        Semaphore signal = waiting.computeIfAbsent(id, key -> new Semaphore(0));
        try {
            if (!draining && signal.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                signal.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !draining;
    }

    void wake(RunId id) {
        Semaphore signal = waiting.get(id);
        if (signal != null) {
            signal.release();
        }
    }

    void forget(RunId id) {
        waiting.remove(id);
    }

    /** Wakes everybody, for good. */
    void drain() {
        draining = true;
        waiting.values().forEach(Semaphore::release);
    }
}
