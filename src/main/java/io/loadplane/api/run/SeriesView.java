package io.loadplane.api.run;

import io.loadplane.model.run.Sample;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a run over time, oldest first.
 *
 * @param items the samples; with a resolution, the last one of every interval
 */
@Serdeable
@Schema(name = "Series")
public record SeriesView(List<PointView> items) {

    /**
     * Totals at one moment. Times in ms since the start of the load, rates per second over the last seconds.
     *
     * @param seq order within the run; events take numbers of the same sequence
     * @param at the moment
     * @param users simulated users
     * @param workers connected workers
     * @param requests since the start
     * @param failures failed ones among them
     * @param rps requests per second
     * @param failuresPerSecond failed requests per second
     * @param avg average response time
     * @param p50 median response time
     * @param p95 95th percentile
     * @param p99 99th percentile
     */
    @Serdeable
    @Schema(name = "Sample")
    public record PointView(
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

        static PointView of(Sample sample) {
            return new PointView(
                    sample.seq(),
                    sample.at(),
                    sample.users(),
                    sample.workers(),
                    sample.requests(),
                    sample.failures(),
                    sample.rps(),
                    sample.failuresPerSecond(),
                    sample.avg(),
                    sample.p50(),
                    sample.p95(),
                    sample.p99());
        }
    }

    /** Counters only grow, so the last sample of an interval tells all of it. */
    public static SeriesView of(List<Sample> samples, Duration resolution) {
        List<PointView> points = new ArrayList<>();
        long previous = Long.MIN_VALUE;
        for (Sample sample : samples) {
            long interval = resolution.isZero() ? sample.seq() : sample.at().toEpochMilli() / resolution.toMillis();
            if (interval == previous) {
                points.removeLast();
            }
            points.add(PointView.of(sample));
            previous = interval;
        }
        return new SeriesView(points);
    }
}
