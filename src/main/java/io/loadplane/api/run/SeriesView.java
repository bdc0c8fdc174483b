package io.loadplane.api.run;

import io.loadplane.model.run.EndpointSeries;
import io.loadplane.model.run.Sample;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples of a run over time, oldest first.
 *
 * @param items totals, one about every two seconds
 * @param endpoints the endpoints that were asked for
 */
@Serdeable
@Schema(name = "Series")
public record SeriesView(List<PointView> items, List<EndpointView> endpoints) {

    /**
     * Totals at one moment. Times in ms, rates per second over the last seconds.
     *
     * @param seq order within the run; events take numbers of the same sequence
     * @param at the moment
     * @param users simulated users
     * @param workers connected workers
     * @param requests since the start
     * @param failures failed ones among them
     * @param rps requests per second
     * @param failuresPerSecond failed requests per second
     * @param avg average response time since the start
     * @param p50 median response time since the start
     * @param p95 95th percentile since the start
     * @param p99 99th percentile since the start
     * @param currentP50 median of about the last ten seconds; null when there was no request in them
     * @param currentP95 95th percentile of about the last ten seconds
     * @param currentP99 99th percentile of about the last ten seconds
     * @param cpuAvg CPU of the workers on average, in percent of one core; null without workers
     * @param cpuMax CPU of the busiest worker
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
            double p99,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double currentP50,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double currentP95,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double currentP99,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double cpuAvg,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double cpuMax) {

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
                    sample.p99(),
                    sample.currentP50(),
                    sample.currentP95(),
                    sample.currentP99(),
                    sample.cpuAvg(),
                    sample.cpuMax());
        }
    }

    /**
     * An endpoint over time.
     *
     * @param method such as GET
     * @param name of the endpoint
     * @param items one about every ten seconds, oldest first
     */
    @Serdeable
    @Schema(name = "EndpointSeries")
    public record EndpointView(
            @Schema(example = "GET") String method,
            @Schema(example = "/cart") String name,
            List<EndpointPointView> items) {

        static EndpointView of(EndpointSeries series) {
            return new EndpointView(
                    series.method(),
                    series.name(),
                    series.points().stream().map(EndpointPointView::of).toList());
        }
    }

    /**
     * An endpoint at one moment. Times in ms, rates per second over the last seconds.
     *
     * @param seq that of the sample of the same moment
     * @param at the moment
     * @param requests since the start
     * @param failures failed ones among them
     * @param rps requests per second
     * @param failuresPerSecond failed requests per second
     * @param avg average response time since the start
     * @param p50 median response time since the start
     * @param p95 95th percentile since the start
     * @param p99 99th percentile since the start
     * @param currentP50 median of about the last ten seconds; null when there was no request in them
     * @param currentP95 95th percentile of about the last ten seconds
     * @param currentP99 99th percentile of about the last ten seconds
     */
    @Serdeable
    @Schema(name = "EndpointSample")
    public record EndpointPointView(
            long seq,
            Instant at,
            long requests,
            long failures,
            double rps,
            double failuresPerSecond,
            double avg,
            double p50,
            double p95,
            double p99,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double currentP50,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double currentP95,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double currentP99) {

        static EndpointPointView of(EndpointSeries.Point point) {
            return new EndpointPointView(
                    point.seq(),
                    point.at(),
                    point.requests(),
                    point.failures(),
                    point.rps(),
                    point.failuresPerSecond(),
                    point.avg(),
                    point.p50(),
                    point.p95(),
                    point.p99(),
                    point.currentP50(),
                    point.currentP95(),
                    point.currentP99());
        }
    }

    public static SeriesView of(List<Sample> samples, List<EndpointSeries> endpoints) {
        return new SeriesView(
                samples.stream().map(PointView::of).toList(),
                endpoints.stream().map(EndpointView::of).toList());
    }
}
