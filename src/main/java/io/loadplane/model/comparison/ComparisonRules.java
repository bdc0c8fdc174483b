package io.loadplane.model.comparison;

import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.Statistics;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the results of two runs, endpoint by endpoint. */
public final class ComparisonRules {

    public static final double DEFAULT_TOLERANCE = 0.1;

    /** Fewer requests say nothing at all. */
    private static final int FEWEST_REQUESTS = 10;

    private static final int MAX_REASONS = 20;

    private final MetricRules rules;
    private final double tolerance;

    /**
     * @param tolerance as a share: differences below it are taken for noise
     */
    public ComparisonRules(double tolerance) {
        this.tolerance = tolerance;
        this.rules = new MetricRules(tolerance);
    }

    /** A run and what it measured; null for nothing. */
    public record Side(Run run, @Nullable Statistics statistics) {}

    public Comparison compare(Side baseline, Side actual) {
        List<String> obstacles = Comparability.obstacles(baseline, actual);
        Statistics before = baseline.statistics();
        Statistics after = actual.statistics();
        if (before == null || after == null) {
            return comparison(baseline, actual, Change.NOT_COMPARABLE, obstacles, null, List.of());
        }
        EndpointChange total = change(before.total(), after.total());
        List<EndpointChange> endpoints = endpoints(before, after);
        if (!obstacles.isEmpty()) {
            List<EndpointChange> unjudged =
                    endpoints.stream().map(ComparisonRules::unjudged).toList();
            return comparison(baseline, actual, Change.NOT_COMPARABLE, obstacles, unjudged(total), unjudged);
        }
        List<EndpointChange> all = new ArrayList<>(endpoints);
        all.addFirst(total);
        Change change = total.change() == Change.NOT_COMPARABLE
                ? Change.NOT_COMPARABLE
                : Change.ofAll(all.stream().map(EndpointChange::change).toList());
        List<String> reasons = new ArrayList<>(reasons(change, total, all));
        if (!baseline.run().loadTestId().equals(actual.run().loadTestId())) {
            reasons.addFirst("the baseline is a run of another load test");
        }
        endpoints.stream()
                .filter(endpoint -> endpoint.metrics().isEmpty() && endpoint.reason() != null)
                .map(endpoint -> "%s %s: %s".formatted(endpoint.method(), endpoint.name(), endpoint.reason()))
                .limit(Math.max(0, MAX_REASONS - reasons.size()))
                .forEach(reasons::add);
        return comparison(baseline, actual, change, reasons, total, endpoints);
    }

    private Comparison comparison(
            Side baseline,
            Side actual,
            Change change,
            List<String> reasons,
            @Nullable EndpointChange total,
            List<EndpointChange> endpoints) {
        return new Comparison(actual.run().id(), baseline.run().id(), tolerance, change, reasons, total, endpoints);
    }

    private List<EndpointChange> endpoints(Statistics baseline, Statistics actual) {
        Map<List<String>, EndpointStatistics> before = byName(baseline);
        Map<List<String>, EndpointStatistics> after = byName(actual);
        TreeSet<List<String>> names = new TreeSet<>(
                Comparator.<List<String>, String>comparing(List::getFirst).thenComparing(List::getLast));
        names.addAll(before.keySet());
        names.addAll(after.keySet());
        List<EndpointChange> changes = new ArrayList<>();
        for (List<String> name : names) {
            EndpointStatistics one = before.get(name);
            EndpointStatistics other = after.get(name);
            changes.add(
                    one != null && other != null
                            ? change(one, other)
                            : new EndpointChange(
                                    name.get(1),
                                    name.get(0),
                                    one == null ? 0 : one.requests(),
                                    other == null ? 0 : other.requests(),
                                    Change.NOT_COMPARABLE,
                                    one == null ? "not in the baseline" : "only in the baseline",
                                    List.of()));
        }
        return changes;
    }

    private EndpointChange change(EndpointStatistics baseline, EndpointStatistics actual) {
        boolean few = Math.min(baseline.requests(), actual.requests()) < FEWEST_REQUESTS;
        List<MetricChange> metrics = few ? List.of() : rules.changes(baseline, actual);
        return new EndpointChange(
                actual.method(),
                actual.name(),
                baseline.requests(),
                actual.requests(),
                Change.ofAll(metrics.stream().map(MetricChange::change).toList()),
                few ? "fewer than %d requests".formatted(FEWEST_REQUESTS) : null,
                metrics);
    }

    /** The figures stay, as they are what one wants to see; but nothing follows from them. */
    private static EndpointChange unjudged(EndpointChange judged) {
        return new EndpointChange(
                judged.method(),
                judged.name(),
                judged.baselineRequests(),
                judged.requests(),
                Change.NOT_COMPARABLE,
                judged.reason(),
                judged.metrics().stream()
                        .map(metric -> new MetricChange(
                                metric.metric(), metric.baseline(), metric.actual(), Change.NOT_COMPARABLE))
                        .toList());
    }

    private static List<String> reasons(Change change, EndpointChange total, List<EndpointChange> all) {
        if (change == Change.NOT_COMPARABLE && total.reason() != null) {
            return List.of(total.reason());
        } else if (change == Change.SAME) {
            return List.of();
        }
        return all.stream()
                .flatMap(endpoint -> endpoint.metrics().stream()
                        .filter(metric -> metric.change() == change)
                        .map(metric -> sentence(endpoint, metric)))
                .limit(MAX_REASONS)
                .toList();
    }

    private static String sentence(EndpointChange endpoint, MetricChange metric) {
        String where = endpoint.method().isEmpty() ? "all endpoints" : endpoint.method() + " " + endpoint.name();
        Double relative = metric.relative();
        String change = relative == null ? "" : String.format(Locale.ROOT, " (%+.0f %%)", 100 * relative);
        return "%s of %s: %s instead of %s%s"
                .formatted(metric.metric(), where, shown(metric.actual()), shown(metric.baseline()), change);
    }

    private static String shown(double figure) {
        return new BigDecimal(figure)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static Map<List<String>, EndpointStatistics> byName(Statistics statistics) {
        Map<List<String>, EndpointStatistics> endpoints = new LinkedHashMap<>();
        statistics.endpoints().forEach(one -> endpoints.put(List.of(one.name(), one.method()), one));
        return endpoints;
    }
}
