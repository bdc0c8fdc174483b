package io.loadplane.service;

import static java.util.Objects.requireNonNull;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.ControlPlaneException.Kind;
import io.loadplane.model.Durations;
import io.loadplane.model.Words;
import io.micronaut.context.annotation.Value;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work that can compute for long: only so much of it at once, on platform threads of its own, and waited for only so long.
 * The virtual threads of requests and runs share one processor thread per core, which is theirs until they wait: a few
 * that compute would keep readiness, heartbeats and all other callers waiting. Such work must change nothing, because it
 * may go on for a while after its caller was told that it took too long.
 */
@Singleton
public class Bulkhead {

    /** What has places of its own, so that readers of reports do not keep others from starting runs. */
    public enum Work {
        /** Reading and checking definitions. */
        CHECKS("checks of load tests"),
        /** Reading results: statistics, series, comparisons, reports. */
        RESULTS("reports and statistics");

        private final String words;

        Work(String words) {
            this.words = words;
        }
    }

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** As much as there are processors, and a little more, because it waits for the database now and then. */
    static final int PLACES = Math.max(4, CORES);

    /** Who waits behind more than these would be answered after the time limit. */
    static final int QUEUE = 64;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Map<Work, ThreadPoolExecutor> pools = new EnumMap<>(Work.class);
    private final Duration timeout;

    Bulkhead(@Value("${loadplane.work-timeout}") Duration timeout) {
        this.timeout = timeout;
        for (Work work : Work.values()) {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    PLACES,
                    PLACES,
                    IDLE.toSeconds(),
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(QUEUE),
                    Thread.ofPlatform()
                            .daemon()
                            .name("loadplane-" + Words.of(work) + "-", 1)
                            .factory());
            pool.allowCoreThreadTimeOut(true);
            pools.put(work, pool);
        }
    }

    /**
     * The result of the task, or its exception.
     *
     * @throws ControlPlaneException unavailable: there is no place, or the time is over
     */
    public <T> T run(Work work, Supplier<T> task) {
        Future<T> result;
        try {
            result = requireNonNull(pools.get(work)).submit(task::get);
        } catch (RejectedExecutionException e) {
            throw new ControlPlaneException(
                    Kind.UNAVAILABLE,
                    "too_busy",
                    "Too many %s are under way; repeat the request in some seconds.".formatted(work.words));
        }
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            throw new ControlPlaneException(
                    Kind.UNAVAILABLE,
                    "took_too_long",
                    "The request was given up after %s: many %s are under way, or this one is very large. Repeat it in some seconds, or make it smaller."
                            .formatted(Durations.format(timeout), work.words));
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new ControlPlaneException(
                    Kind.UNAVAILABLE, "shutting_down", "The service is shutting down; repeat the request.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    @PreDestroy
    void close() {
        pools.values().forEach(ThreadPoolExecutor::shutdownNow);
    }
}
