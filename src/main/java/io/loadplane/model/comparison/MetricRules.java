package io.loadplane.model.comparison;

import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Histogram;
import java.util.List;

/**
 * When a figure has changed. A change counts when it is larger than the tolerance, larger than what the figure is rounded
 * to, and larger than what chance explains. The rules are symmetric: what regressed one way improved the other way.
 */
final class MetricRules {

    /** Standard deviations that chance may explain; many figures are compared at once. */
    private static final double CHANCE = 3;

    /** Nobody notices less, in ms. */
    private static final double SHORTEST_MS = 5;

    /** Nobody notices less, from 0 to 1. */
    private static final double SMALLEST_RATIO = 0.001;

    private final double tolerance;

    MetricRules(double tolerance) {
        this.tolerance = tolerance;
    }

    List<MetricChange> changes(EndpointStatistics baseline, EndpointStatistics actual) {
        Histogram before = baseline.times();
        Histogram after = actual.times();
        return List.of(
                rate(baseline, actual),
                failureRatio(baseline, actual),
                percentile("p50", 0.5, before, after),
                percentile("p95", 0.95, before, after),
                percentile("p99", 0.99, before, after));
    }

    /** The count of independent requests scatters by its square root. */
    private MetricChange rate(EndpointStatistics baseline, EndpointStatistics actual) {
        double chance = CHANCE * Math.sqrt(1.0 / baseline.requests() + 1.0 / actual.requests());
        boolean differs = larger(baseline.rps(), actual.rps(), Math.max(tolerance, chance));
        return change("rps", baseline.rps(), actual.rps(), differs, actual.rps() > baseline.rps());
    }

    /** Two shares differ when their difference is large against its standard deviation, were they the same. */
    private MetricChange failureRatio(EndpointStatistics baseline, EndpointStatistics actual) {
        double before = baseline.failureRatio();
        double after = actual.failureRatio();
        double both = (double) (baseline.failures() + actual.failures()) / (baseline.requests() + actual.requests());
        double deviation = Math.sqrt(both * (1 - both) * (1.0 / baseline.requests() + 1.0 / actual.requests()));
        double difference = Math.abs(after - before);
        boolean differs =
                larger(before, after, tolerance) && difference >= SMALLEST_RATIO && difference > CHANCE * deviation;
        return change("failure_ratio", before, after, differs, after < before);
    }

    /** The requests around a percentile say how far it could lie elsewhere by chance; too few of them say nothing. */
    private MetricChange percentile(String name, double share, Histogram baseline, Histogram actual) {
        double before = baseline.percentile(share);
        double after = actual.percentile(share);
        if (!isKnown(share, baseline) || !isKnown(share, actual)) {
            return new MetricChange(name, before, after, Change.NOT_COMPARABLE);
        }
        double difference = Math.abs(after - before);
        boolean differs = larger(before, after, tolerance)
                && difference >= SHORTEST_MS
                && difference > rounding(Math.max(before, after))
                && areApart(share, baseline, actual);
        return change(name, before, after, differs, after < before);
    }

    /** Whether there are enough requests for the upper bound of the percentile to lie among them. */
    private static boolean isKnown(double share, Histogram histogram) {
        return !histogram.isEmpty() && share + scatter(share, histogram) < 1;
    }

    private static boolean areApart(double share, Histogram one, Histogram other) {
        return lowest(share, one) > highest(share, other) || lowest(share, other) > highest(share, one);
    }

    private static double lowest(double share, Histogram histogram) {
        return histogram.percentile(Math.max(0, share - scatter(share, histogram)));
    }

    private static double highest(double share, Histogram histogram) {
        return histogram.percentile(Math.min(1, share + scatter(share, histogram)));
    }

    private static double scatter(double share, Histogram histogram) {
        return CHANCE * Math.sqrt(share * (1 - share) / histogram.count());
    }

    /** What Locust rounds response times of that length to. */
    private static double rounding(double ms) {
        return ms < 100 ? 1 : ms < 1_000 ? 10 : ms < 10_000 ? 100 : 1_000;
    }

    private static boolean larger(double one, double other, double share) {
        return Math.max(one, other) > Math.min(one, other) * (1 + share);
    }

    private static MetricChange change(String name, double before, double after, boolean differs, boolean better) {
        Change change = !differs ? Change.SAME : better ? Change.IMPROVED : Change.REGRESSED;
        return new MetricChange(name, before, after, change);
    }
}
