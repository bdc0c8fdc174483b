package io.loadplane.model.run;

import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Totals of a run at one moment. Times in ms, rates per second over the last seconds.
 *
 * @param p50 since the start, as the other percentiles without {@code current}
 * @param currentP50 of about the last ten seconds; null when there was no request in them
 * @param cpuAvg of the workers, in percent of one core; null without workers
 */
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
        double p99,
        @Nullable Double currentP50,
        @Nullable Double currentP95,
        @Nullable Double currentP99,
        @Nullable Double cpuAvg,
        @Nullable Double cpuMax)
        implements RunEntry {

    /** The totals of those statistics, not yet stored. */
    public static Sample of(Statistics statistics, int workers) {
        EndpointStatistics total = statistics.total();
        DoubleSummaryStatistics cpu = statistics.workers().stream()
                .filter(worker -> !worker.state().equals("missing"))
                .mapToDouble(Statistics.WorkerState::cpuPercent)
                .summaryStatistics();
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
                total.percentile("p99"),
                total.currentPercentiles().get("p50"),
                total.currentPercentiles().get("p95"),
                total.currentPercentiles().get("p99"),
                cpu.getCount() == 0 ? null : cpu.getAverage(),
                cpu.getCount() == 0 ? null : cpu.getMax());
    }
}
