package io.loadplane.benchmark;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** Threads that call again and again, each as soon as it has its answer. */
final class Callers {

    /** A service that has just started interprets its code; one that accepts hundreds per second does not. */
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(30);

    private static final int CALLERS_OF_WARM_UP = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(6);

    private Callers() {}

    /** Times in ms. */
    record Measured(double perSecond, double p50, double p99) {}

    interface Call {
        void make() throws Exception;
    }

    static void warmUp(Call call) throws Exception {
        run(CALLERS_OF_WARM_UP, call, FIRST_WARM_UP);
    }

    static Measured measure(int callers, Call call) throws Exception {
        run(callers, call, WARM_UP);
        double[] taken = run(callers, call, MEASURED);
        return new Measured(
                taken.length / (double) MEASURED.toSeconds(),
                Figures.percentile(taken, 0.5),
                Figures.percentile(taken, 0.99));
    }

    /** What every call took, in ms. */
    private static double[] run(int callers, Call call, Duration duration) throws Exception {
        ConcurrentLinkedQueue<Double> taken = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + duration.toNanos();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        long begun = System.nanoTime();
                        call.make();
                        taken.add((System.nanoTime() - begun) / 1e6);
                    }
                    return null;
                });
            }
        }
        return taken.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
