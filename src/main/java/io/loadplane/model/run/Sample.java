package io.loadplane.model.run;

import java.time.Instant;

/** Totals of a run at one moment. Times in ms, rates per second over the last seconds. */
public record Sample(
        long seq,
        Instant at,
        int users,
        int workers,
        long requests,
        long failures,
        double rps,
        double failuresPerSecond,
        double avg,
        double p50,
        double p95,
        double p99) {}
