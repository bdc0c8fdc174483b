package io.loadplane.testing;

import static io.loadplane.testing.Fixtures.NOON;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Histogram;
import io.loadplane.model.run.Statistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Statistics as runs leave them, made of histograms. */
public final class Measurements {

    private Measurements() {}

    /** An endpoint by its histogram; {@code label} is method and name. */
    public static EndpointStatistics endpoint(String label, long failures, Map<String, Long> histogram) {
        Histogram times = Histogram.of(histogram);
        double spent = histogram.entrySet().stream()
                .mapToDouble(bucket -> Double.parseDouble(bucket.getKey()) * bucket.getValue())
                .sum();
        String[] words = label.split(" ", 2);
        return new EndpointStatistics(
                words[0],
                words[1],
                times.count(),
                failures,
                times.isEmpty() ? 0 : spent / times.count(),
                times.percentile(0.5),
                times.min(),
                times.max(),
                times.count() / 10.0,
                failures / 10.0,
                0,
                0,
                0,
                times.isEmpty() ? Map.of() : Map.of("p50", times.percentile(0.5), "p95", times.percentile(0.95)),
                Map.of(),
                histogram);
    }

    /** At some time after noon, with the sum of those endpoints as the total. */
    public static Statistics at(Duration afterNoon, int users, EndpointStatistics... endpoints) {
        Map<String, Long> all = new TreeMap<>();
        Stream.of(endpoints)
                .forEach(endpoint -> endpoint.histogram().forEach((time, count) -> all.merge(time, count, Long::sum)));
        long failures =
                Stream.of(endpoints).mapToLong(EndpointStatistics::failures).sum();
        return new Statistics(
                true,
                NOON.plus(afterNoon),
                users,
                users,
                null,
                endpoint(" Aggregated", failures, all),
                List.of(endpoints),
                endpoints.length,
                List.of(),
                List.of(),
                List.of());
    }

    public static Criterion criterion(String metric, String op, double value) {
        return new Criterion(metric, null, op, value, null, null, null, null);
    }

    public static Criterion of(String endpoint, String metric, String op, double value) {
        return new Criterion(metric, endpoint, op, value, null, null, null, null);
    }
}
