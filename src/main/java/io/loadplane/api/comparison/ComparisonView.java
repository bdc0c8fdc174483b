package io.loadplane.api.comparison;

import io.loadplane.model.Words;
import io.loadplane.model.comparison.Comparison;
import io.loadplane.model.comparison.EndpointChange;
import io.loadplane.model.comparison.MetricChange;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run differs from its baseline.
 *
 * @param runId the run
 * @param baselineId what it is compared with
 * @param tolerance as a share: differences below it are taken for noise
 * @param change improved, same, regressed, or not_comparable when one of the runs is not sound or their load differs;
 *     regressed as soon as one figure of one endpoint is
 * @param reasons what regressed or improved, or why the runs are not comparable; at most 20
 * @param total over all endpoints; null when one of the runs measured nothing
 * @param endpoints by name and method
 */
@Serdeable
@Schema(name = "Comparison")
public record ComparisonView(
        @Schema(example = "run-01k0000000000000000000000b") String runId,
        @Schema(example = "run-01k0000000000000000000000a") String baselineId,
        @Schema(example = "0.1") double tolerance,

        @Schema(
                example = "regressed",
                allowableValues = {"improved", "same", "regressed", "not_comparable"})
        String change,

        @Schema(example = "[\"p95 of GET /cart: 340 instead of 200 (+70 %)\"]")
        List<String> reasons,

        @Nullable EndpointChangeView total,

        List<EndpointChangeView> endpoints) {

    /**
     * How one endpoint differs.
     *
     * @param method such as GET; empty for the total
     * @param name of the endpoint
     * @param baselineRequests how many the baseline made
     * @param requests how many the run made
     * @param change improved, same, regressed or not_comparable
     * @param reason why it is not comparable; null when it is
     * @param metrics the figures that were compared
     */
    @Serdeable
    @Schema(name = "EndpointChange")
    public record EndpointChangeView(
            @Schema(example = "GET") String method,
            @Schema(example = "/cart") String name,
            @Schema(example = "1200") long baselineRequests,
            @Schema(example = "1180") long requests,

            @Schema(
                    example = "regressed",
                    allowableValues = {"improved", "same", "regressed", "not_comparable"})
            String change,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "fewer than 10 requests")
            String reason,

            List<MetricChangeView> metrics) {

        static EndpointChangeView of(EndpointChange change) {
            return new EndpointChangeView(
                    change.method(),
                    change.name(),
                    change.baselineRequests(),
                    change.requests(),
                    Words.of(change.change()),
                    change.reason(),
                    change.metrics().stream().map(MetricChangeView::of).toList());
        }
    }

    /**
     * How one figure differs. Response times in ms, rates per second.
     *
     * @param metric rps, failure_ratio, p50, p95 or p99
     * @param baseline in the baseline
     * @param actual in the run
     * @param difference actual - baseline
     * @param relative difference / baseline; null when the baseline is zero
     * @param change same when the difference is within the tolerance, within what Locust rounds to, or within what chance
     *     explains; not_comparable when there were too few requests to tell
     */
    @Serdeable
    @Schema(name = "MetricChange")
    public record MetricChangeView(
            @Schema(
                    example = "p95",
                    allowableValues = {"rps", "failure_ratio", "p50", "p95", "p99"})
            String metric,

            @Schema(example = "200") double baseline,
            @Schema(example = "340") double actual,
            @Schema(example = "140") double difference,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "0.7")
            Double relative,

            @Schema(
                    example = "regressed",
                    allowableValues = {"improved", "same", "regressed", "not_comparable"})
            String change) {

        static MetricChangeView of(MetricChange change) {
            return new MetricChangeView(
                    change.metric(),
                    change.baseline(),
                    change.actual(),
                    change.difference(),
                    change.relative(),
                    Words.of(change.change()));
        }
    }

    public static ComparisonView of(Comparison comparison) {
        return new ComparisonView(
                comparison.run().value(),
                comparison.baseline().value(),
                comparison.tolerance(),
                Words.of(comparison.change()),
                comparison.reasons(),
                comparison.total() == null ? null : EndpointChangeView.of(comparison.total()),
                comparison.endpoints().stream().map(EndpointChangeView::of).toList());
    }
}
