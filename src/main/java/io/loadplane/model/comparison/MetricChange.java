package io.loadplane.model.comparison;

import org.jspecify.annotations.Nullable;

/**
 * How one figure differs from the baseline.
 *
 * @param metric {@code rps}, {@code failure_ratio}, {@code p50}, {@code p95} or {@code p99}
 */
public record MetricChange(String metric, double baseline, double actual, Change change) {

    public double difference() {
        return actual - baseline;
    }

    /** The difference as a share of the baseline; null when that is zero. */
    public @Nullable Double relative() {
        return baseline == 0 ? null : difference() / baseline;
    }
}
