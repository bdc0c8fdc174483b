package io.loadplane.model.verdict;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Histogram;
import io.loadplane.model.run.Statistics;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The value of a criterion's metric.
 *
 * @param value times in ms, rates per second
 * @param endpoint whose it is; null for the total
 */
public record Measured(double value, @Nullable String endpoint) {

    /** The worst of the endpoints that a criterion means; empty when none of them measured it. */
    public static Optional<Measured> of(Criterion criterion, Statistics statistics) {
        Comparator<Measured> byValue = Comparator.comparingDouble(Measured::value);
        return each(criterion, statistics).max(criterion.mustStayBelow() ? byValue : byValue.reversed());
    }

    /** Of each endpoint that a criterion means, or of the total. */
    static Stream<Measured> each(Criterion criterion, Statistics statistics) {
        return criterion.endpoint() == null
                ? Stream.ofNullable(ofRun(criterion, statistics)).map(value -> new Measured(value, null))
                : endpoints(criterion, statistics.endpoints());
    }

    private static Stream<Measured> endpoints(Criterion criterion, List<EndpointStatistics> endpoints) {
        BiPredicate<String, String> meant = criterion.endpoints();
        return endpoints.stream()
                .filter(endpoint -> meant.test(endpoint.method(), endpoint.name()))
                .filter(endpoint -> endpoint.requests() > 0)
                .map(endpoint -> {
                    Double value = of(criterion, endpoint);
                    return value == null ? null : new Measured(value, endpoint.method() + " " + endpoint.name());
                })
                .filter(Objects::nonNull);
    }

    private static @Nullable Double ofRun(Criterion criterion, Statistics statistics) {
        return switch (criterion.metric()) {
            case "users" -> (double) statistics.usersPeak();
            case "exceptions" -> (double) statistics.exceptionCount();
            default -> of(criterion, statistics.total());
        };
    }

    private static @Nullable Double of(Criterion criterion, EndpointStatistics figures) {
        boolean none = figures.requests() == 0;
        boolean untimed = figures.times().isEmpty() && figures.percentiles().isEmpty();
        return switch (criterion.metric()) {
            case "requests" -> (double) figures.requests();
            case "failures" -> (double) figures.failures();
            case "rps" -> figures.rps();
            case "failure_ratio" -> none ? null : figures.failureRatio();
            case "avg" -> untimed ? null : figures.avg();
            case "median" -> untimed ? null : figures.median();
            case "min" -> untimed ? null : figures.min();
            case "max" -> untimed ? null : figures.max();
            default ->
                untimed
                        ? null
                        : criterion
                                .percentile()
                                .map(share -> percentile(figures, criterion.metric(), share))
                                .orElse(null);
        };
    }

    /** From the histogram where there is one; before the end there are only the usual ones. */
    private static @Nullable Double percentile(EndpointStatistics figures, String name, double share) {
        Histogram times = figures.times();
        return times.isEmpty() ? figures.percentiles().get(name) : Double.valueOf(times.percentile(share));
    }
}
