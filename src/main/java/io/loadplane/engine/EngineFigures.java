package io.loadplane.engine;

import io.loadplane.model.Words;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.webhook.Delivery;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts and times what the engine does in this process. The README lists the figures. */
@Singleton
class EngineFigures {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    /** From being asked for to the first user: images are pulled, packages installed, places waited for. */
    private static final Duration[] START_BUCKETS = {
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10),
        Duration.ofMinutes(30)
    };

    /** Nobody knows how a cluster is that nobody has asked for so long. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private final MeterRegistry registry;
    private final Clock clock;
    private final AtomicInteger driven = new AtomicInteger();
    private final Map<String, Asked> reachable = new ConcurrentHashMap<>();
    private final Timer schedulerLag;
    private final Timer lookLag;

    EngineFigures(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.schedulerLag = timer("loadplane.scheduler.lag", null);
        this.lookLag = timer("loadplane.look.lag", null);
        registry.gauge("loadplane.runs.driven", driven);
        // A series that begins with its first event has not increased for whoever watches it.
        for (Delivery.State state : Delivery.State.values()) {
            attempts(state);
        }
    }

    /** A run's task was picked that late. */
    void picked(Duration late) {
        schedulerLag.record(late.isNegative() ? Duration.ZERO : late);
    }

    /** This process drives a run, until it says how that ended. */
    RunDrivers.Ending driving(Supplier<RunDrivers.Ending> drive) {
        driven.incrementAndGet();
        ownership("claimed");
        String ending = "failed";
        try {
            RunDrivers.Ending ended = drive.get();
            ending = Words.of(ended);
            return ended;
        } finally {
            ownership(ending);
            driven.decrementAndGet();
        }
    }

    /** The time between two looks; being woken early is not late. */
    boolean pausing(Duration planned, BooleanSupplier pause) {
        long begun = System.nanoTime();
        boolean goesOn = pause.getAsBoolean();
        long late = System.nanoTime() - begun - planned.toNanos();
        if (late >= 0) {
            lookLag.record(late, TimeUnit.NANOSECONDS);
        }
        return goesOn;
    }

    /** One look or step, and why it failed when it did. */
    <T> T timed(String step, Supplier<T> action) {
        long begun = System.nanoTime();
        try {
            return action.get();
        } catch (RuntimeException e) {
            registry.counter("loadplane.step.failures", "step", step, "reason", cause(e))
                    .increment();
            throw e;
        } finally {
            timer("loadplane.step", step).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    /** A run came to where it is. */
    void moved(Run run) {
        Reason reason = run.reason();
        registry.counter(
                        "loadplane.transitions",
                        "status",
                        Words.of(run.status()),
                        "reason",
                        reason == null ? "" : Words.of(reason.code()))
                .increment();
        Tags where = Tags.of("environment", run.settings().environment());
        if (run.status().isTerminal()) {
            registry.counter(
                            "loadplane.runs.ended",
                            where.and("status", Words.of(run.status()), "verdict", Words.of(run.verdict())))
                    .increment();
        } else if (run.status() == RunStatus.RUNNING) {
            Timer.builder("loadplane.run.start")
                    .tags(where)
                    .serviceLevelObjectives(START_BUCKETS)
                    .register(registry)
                    .record(Duration.between(run.origin().at(), run.progress().since()));
        }
    }

    /**
     * Whether a cluster was there when last asked.
     *
     * @param credential name of the one it was asked with
     */
    void reached(String credential, boolean answered) {
        if (reachable.put(credential, new Asked(answered, clock.instant())) == null) {
            registry.gauge(
                    "loadplane.cluster.reachable",
                    Tags.of("credential", credential),
                    this,
                    figures -> figures.reachable(credential));
        }
    }

    private double reachable(String credential) {
        Asked last = reachable.get(credential);
        return last == null || last.at().isBefore(clock.instant().minus(REMEMBERED))
                ? Double.NaN
                : last.answered() ? 1 : 0;
    }

    private record Asked(boolean answered, Instant at) {}

    /** A receiver was called. */
    void attempted(Delivery.State after, Duration took) {
        attempts(after).record(took);
    }

    private Timer attempts(Delivery.State after) {
        return registry.timer("loadplane.webhook.attempts", "state", Words.of(after));
    }

    /** Rows went because they had been kept for long enough. */
    void purged(String kind, int rows) {
        registry.counter("loadplane.purged.rows", "kind", kind).increment(rows);
    }

    private void ownership(String change) {
        registry.counter("loadplane.ownership", "change", change).increment();
    }

    private Timer timer(String name, @Nullable String step) {
        Timer.Builder timer = Timer.builder(name).serviceLevelObjectives(BUCKETS);
        return (step == null ? timer : timer.tag("step", step)).register(registry);
    }

    private static String cause(RuntimeException failure) {
        return switch (failure) {
            case ClusterException refusal -> Words.of(refusal.reason().code());
            case RunJournal.OwnershipLost ignored -> "ownership_lost";
            default -> "internal_error";
        };
    }
}
