package io.loadplane.service;

import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.access.Caller;
import io.loadplane.model.run.EndpointSeries;
import io.loadplane.model.run.EndpointSeries.Point;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.EntryStore;
import io.loadplane.model.run.EntryStore.Moment;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Thinning;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Shows what runs measured over time. */
@Singleton
public class SeriesService {

    private static final int FEWEST_POINTS = 50;
    private static final int MOST_POINTS = 10_000;
    private static final int MOST_ENDPOINTS = 20;

    /** Four hours of one every ten seconds; each has to be unpacked, and is as large as the run has endpoints. */
    private static final int MOST_MOMENTS = 1440;

    private static final List<ToDoubleFunction<Sample>> TOTALS = List.of(
            Sample::users,
            Sample::workers,
            Sample::rps,
            Sample::failuresPerSecond,
            Sample::avg,
            Sample::p50,
            Sample::p95,
            Sample::p99,
            sample -> orNone(sample.currentP50()),
            sample -> orNone(sample.currentP95()),
            sample -> orNone(sample.currentP99()),
            sample -> orNone(sample.cpuAvg()),
            sample -> orNone(sample.cpuMax()));

    private static final List<ToDoubleFunction<Point>> ENDPOINTS = List.of(
            Point::rps,
            Point::failuresPerSecond,
            Point::avg,
            Point::p50,
            Point::p95,
            Point::p99,
            point -> orNone(point.currentP50()),
            point -> orNone(point.currentP95()),
            point -> orNone(point.currentP99()));

    private final RunService runs;
    private final RunStore store;
    private final EntryStore entries;

    SeriesService(RunService runs, RunStore store, EntryStore entries) {
        this.runs = runs;
        this.store = store;
        this.entries = entries;
    }

    /** At most so many of them, with every peak. */
    public static List<Sample> thin(List<Sample> samples, int most) {
        return Thinning.thin(samples, TOTALS, most);
    }

    /**
     * Which points of which series.
     *
     * @param resolution only the last of every interval of this length; null for all
     * @param mostPoints of each series; null for all
     * @param endpoints such as {@code GET /cart}
     */
    public record Wanted(
            @Nullable Duration resolution, @Nullable Integer mostPoints, List<String> endpoints) {

        public Wanted {
            List<Finding> findings = new ArrayList<>();
            if (mostPoints != null && (mostPoints < FEWEST_POINTS || mostPoints > MOST_POINTS)) {
                findings.add(Finding.inParameter(
                        "max_points",
                        "out_of_range",
                        "max_points must be from %d to %d".formatted(FEWEST_POINTS, MOST_POINTS)));
            }
            if (endpoints.size() > MOST_ENDPOINTS) {
                findings.add(Finding.inParameter(
                        "endpoint", "too_many", "endpoint may be given %d times at most".formatted(MOST_ENDPOINTS)));
            }
            if (!findings.isEmpty()) {
                throw new InvalidRequest(findings);
            }
            endpoints = List.copyOf(endpoints);
        }

        private <T> List<T> of(List<T> points, Function<T, Instant> at, List<ToDoubleFunction<T>> figures) {
            List<T> some =
                    resolution == null || resolution.isZero() ? points : Thinning.lastOfEach(points, at, resolution);
            return mostPoints == null ? some : Thinning.thin(some, figures, mostPoints);
        }
    }

    public List<Sample> totals(RunId id, Wanted wanted, Caller caller) {
        runs.find(id, caller);
        return wanted.of(store.samples(id), Sample::at, TOTALS);
    }

    /** In the order in which they were asked for; one that the run never called has no points. */
    public List<EndpointSeries> endpoints(RunId id, Wanted wanted, Caller caller) {
        runs.find(id, caller);
        Map<String, List<Point>> points = new LinkedHashMap<>();
        Map<String, EndpointStatistics> called = new HashMap<>();
        wanted.endpoints().forEach(label -> points.put(label, new ArrayList<>()));
        for (Moment moment : points.isEmpty() ? List.<Moment>of() : moments(id)) {
            for (EndpointStatistics endpoint : moment.statistics().endpoints()) {
                List<Point> known = points.get(endpoint.label());
                if (known != null) {
                    known.add(Point.of(moment, endpoint));
                    called.put(endpoint.label(), endpoint);
                }
            }
        }
        return points.entrySet().stream()
                .map(one ->
                        series(one.getKey(), called.get(one.getKey()), wanted.of(one.getValue(), Point::at, ENDPOINTS)))
                .toList();
    }

    private static EndpointSeries series(String label, @Nullable EndpointStatistics endpoint, List<Point> points) {
        return endpoint == null
                ? new EndpointSeries("", label, points)
                : new EndpointSeries(endpoint.method(), endpoint.name(), points);
    }

    /** Read as they are needed: all together may be larger than the memory. */
    private Iterable<Moment> moments(RunId id) {
        List<Long> all = entries.endpointMoments(id);
        int step = Math.max(1, Math.ceilDiv(all.size(), MOST_MOMENTS));
        return () -> IntStream.iterate(0, index -> index < all.size(), index -> index + step)
                .mapToObj(index -> entries.endpointStatistics(id, all.get(index)))
                .flatMap(Optional::stream)
                .iterator();
    }

    private static double orNone(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
