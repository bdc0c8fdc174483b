package io.loadplane.api.comparison;

import io.loadplane.model.Words;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.Summary;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the runs of a load test went, newest first.
 *
 * @param baselineId the run that the others are compared with; null when none is marked
 * @param items the runs that are over
 */
@Serdeable
@Schema(name = "Trend")
public record TrendView(
        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "run-01k0000000000000000000000a")
        String baselineId,

        List<PointView> items) {

    /**
     * One run. Response times in ms, rates per second; null when it measured nothing.
     *
     * @param runId the run
     * @param number counts the runs of the load test, from 1
     * @param revision which version of the load test it ran
     * @param startedAt when its load began; null for runs that never got there
     * @param users that were asked for
     * @param runTime that was asked for
     * @param status completed, stopped or failed
     * @param verdict passed, failed or not_evaluated
     * @param validity valid, degraded or unknown
     * @param rps requests per second
     * @param failureRatio failures / requests, from 0 to 1
     * @param p50 median response time
     * @param p95 95th percentile
     * @param p99 99th percentile
     */
    @Serdeable
    @Schema(name = "TrendPoint")
    public record PointView(
            @Schema(example = "run-01k0000000000000000000000a")
            String runId,

            @Schema(example = "7") int number,
            @Schema(example = "3") int revision,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Instant startedAt,

            @Schema(example = "200") int users,

            @Schema(type = "string", example = "5m") Duration runTime,

            @Schema(
                    example = "completed",
                    allowableValues = {"completed", "stopped", "failed"})
            String status,

            @Schema(
                    example = "passed",
                    allowableValues = {"passed", "failed", "not_evaluated"})
            String verdict,

            @Schema(
                    example = "valid",
                    allowableValues = {"valid", "degraded", "unknown"})
            String validity,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double rps,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double failureRatio,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double p50,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double p95,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Double p99) {

        static PointView of(Run run) {
            Summary summary = run.summary();
            return new PointView(
                    run.id().value(),
                    run.number(),
                    run.revision(),
                    run.progress().startedAt(),
                    run.settings().load().users(),
                    run.settings().load().runTime(),
                    Words.of(run.status()),
                    Words.of(run.verdict()),
                    Words.of(run.validity().state()),
                    summary == null ? null : summary.rps(),
                    summary == null ? null : summary.failureRatio(),
                    summary == null ? null : summary.p50(),
                    summary == null ? null : summary.p95(),
                    summary == null ? null : summary.p99());
        }
    }

    static TrendView of(@Nullable Run baseline, List<Run> runs) {
        return new TrendView(
                baseline == null ? null : baseline.id().value(),
                runs.stream().map(PointView::of).toList());
    }
}
