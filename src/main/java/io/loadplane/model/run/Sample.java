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
        double p99) {

    /** The totals of those statistics, not yet stored. */
    public static Sample of(Statistics statistics, int workers) {
        EndpointStatistics total = statistics.total();
        return new Sample(
                0,
                statistics.at(),
                statistics.users(),
                workers,
                total.requests(),
                total.failures(),
                total.currentRps(),
                total.currentFailuresPerSecond(),
                total.avg(),
                total.percentile("p50"),
                total.percentile("p95"),
                total.percentile("p99"));
    }
}
