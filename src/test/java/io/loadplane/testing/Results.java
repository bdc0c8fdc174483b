package io.loadplane.testing;

import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Histogram;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Statistics and samples as runs measure them, the same for the same seed. */
public final class Results {

    /** How long the load of these statistics lasted. */
    public static final Duration LOAD = Duration.ofMinutes(10);

    private Results() {}

    /** Response times around a typical one, with a long tail. */
    public static EndpointStatistics endpoint(String method, String name, long requests, double typical, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Long> histogram = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            double time = typical * Math.exp(0.5 * random.nextGaussian());
            histogram.merge(Long.toString(rounded(time)), 1L, Long::sum);
        }
        return endpoint(method, name, 0, histogram);
    }

    public static EndpointStatistics endpoint(String method, String name, long failures, Map<String, Long> histogram) {
        Histogram times = Histogram.of(histogram);
        Map<String, Double> percentiles = new HashMap<>();
        for (String share : List.of("50", "66", "75", "80", "90", "95", "98", "99", "99.9", "99.99")) {
            percentiles.put("p" + share, times.percentile(Double.parseDouble(share) / 100));
        }
        long requests = times.count();
        double sum = times.counts().entrySet().stream()
                .mapToDouble(bucket -> bucket.getKey() * bucket.getValue())
                .sum();
        double rps = (double) requests / LOAD.toSeconds();
        double failing = (double) failures / LOAD.toSeconds();
        return new EndpointStatistics(
                method,
                name,
                requests,
                failures,
                requests == 0 ? 0 : sum / requests,
                times.percentile(0.5),
                times.min(),
                times.max(),
                rps,
                failing,
                rps,
                failing,
                512 * requests,
                percentiles,
                Map.of(),
                histogram);
    }

    /** A complete result of those endpoints. */
    public static Statistics of(Instant at, EndpointStatistics... endpoints) {
        return of(at, List.of(endpoints), List.of(), List.of());
    }

    public static Statistics of(
            Instant at,
            List<EndpointStatistics> endpoints,
            List<Statistics.RequestError> errors,
            List<Statistics.ScriptException> exceptions) {
        Map<String, Long> all = new TreeMap<>();
        endpoints.forEach(
                endpoint -> endpoint.histogram().forEach((time, requests) -> all.merge(time, requests, Long::sum)));
        long failures =
                endpoints.stream().mapToLong(EndpointStatistics::failures).sum();
        return new Statistics(
                true,
                at,
                10,
                10,
                null,
                endpoint("", "Aggregated", failures, all),
                endpoints,
                endpoints.size(),
                errors,
                exceptions,
                List.of(
                        new Statistics.WorkerState("pod-a_1", "running", 5, 41.5, 64 << 20, 12.5),
                        new Statistics.WorkerState("pod-b_2", "running", 5, 39, 61 << 20, null)));
    }

    /** One every two seconds; one of them, in the middle, is a peak. */
    public static List<Sample> samples(Instant start, int count) {
        SplittableRandom random = new SplittableRandom(count);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int users = Math.min(10, i + 1);
            double rps = i == count / 2 ? 999 : users * (9 + 2 * random.nextDouble());
            samples.add(new Sample(
                    0,
                    start.plusSeconds(2L * i),
                    users,
                    2,
                    20L * users * i,
                    i,
                    rps,
                    random.nextDouble(),
                    30,
                    25 + random.nextInt(5),
                    80 + random.nextInt(20),
                    140 + random.nextInt(60),
                    i % 50 == 7 ? null : 25.0,
                    i % 50 == 7 ? null : 80.0 + random.nextInt(20),
                    i % 50 == 7 ? null : 140.0,
                    12.0,
                    30.0));
        }
        return samples;
    }

    /** As Locust rounds. */
    private static long rounded(double time) {
        long unit = time < 100 ? 1 : time < 1_000 ? 10 : time < 10_000 ? 100 : 1_000;
        return Math.round(time / unit) * unit;
    }
}
