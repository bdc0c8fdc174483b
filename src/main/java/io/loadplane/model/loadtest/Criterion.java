package io.loadplane.model.loadtest;

import com.google.re2j.Pattern;
import io.loadplane.model.Durations;
import io.loadplane.model.Wildcard;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A threshold on the result: either an operator and a value, or how much worse than the baseline it may be.
 *
 * @param metric one of {@link #METRICS}, or a percentile such as p95 or p99.9
 * @param endpoint such as {@code "GET /cart"} or {@code "GET /items/*"}, which means each of them; null for the total
 * @param op one of {@link #OPERATORS}; null with a baseline
 * @param value null with a baseline
 * @param baseline such as {@code "+10%"}: at most so much above the baseline; {@code "-5%"}: at most so much below it
 * @param after leaves out what came before: a duration since the start of the load, or {@link #RAMP_UP}; null for nothing
 * @param action what a violation does while the load is on; null for nothing
 * @param window how long it must be violated for the action, all requests of that time taken together
 */
public record Criterion(
        String metric,
        @Nullable String endpoint,
        @Nullable String op,
        @Nullable Double value,
        @Nullable String baseline,
        @Nullable String after,
        @Nullable Action action,
        @Nullable Duration window) {

    public static final List<String> METRICS = List.of(
            "requests", "failures", "failure_ratio", "rps", "avg", "median", "min", "max", "users", "exceptions");

    public static final List<String> OPERATORS = List.of("<", "<=", ">", ">=");

    /** Until all users are started. */
    public static final String RAMP_UP = "ramp_up";

    public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(30);

    private static final Pattern PERCENTILE = Pattern.compile("p([1-9]\\d?(?:\\.\\d{1,2})?)");
    private static final Pattern BASELINE = Pattern.compile("([+-])(\\d{1,4}(?:\\.\\d{1,3})?)%");

    /** What a violation does. */
    public enum Action {
        /** Ends a load that is hopeless. */
        STOP
    }

    /** The window of an action, ours if none is given. */
    public Duration windowOrDefault() {
        return Objects.requireNonNullElse(window, DEFAULT_WINDOW);
    }

    /** From 0 to 1; empty when the metric is no percentile. */
    public Optional<Double> percentile() {
        var matcher = PERCENTILE.matcher(metric);
        return matcher.matches() ? Optional.of(Double.parseDouble(matcher.group(1)) / 100) : Optional.empty();
    }

    public boolean hasKnownMetric() {
        return METRICS.contains(metric) || percentile().isPresent();
    }

    public boolean hasLegalBaseline() {
        var matcher = BASELINE.matcher(Objects.requireNonNullElse(baseline, ""));
        return matcher.matches() && (matcher.group(1).equals("+") || Double.parseDouble(matcher.group(2)) <= 100);
    }

    /** Whether its endpoint is a pattern. */
    public boolean meansMany() {
        return endpoint != null && endpoint.contains("*");
    }

    /** Whether more is worse: the actual value must stay below the threshold. */
    public boolean mustStayBelow() {
        return op == null ? baseline != null && baseline.startsWith("+") : op.startsWith("<");
    }

    /** What the actual value is compared to, given that of the baseline; null when there is no such value. */
    public @Nullable Double threshold(@Nullable Double ofBaseline) {
        if (baseline == null) {
            return value;
        }
        var matcher = BASELINE.matcher(baseline);
        if (ofBaseline == null || !matcher.matches()) {
            return null;
        }
        BigDecimal share = new BigDecimal(matcher.group(1) + matcher.group(2)).movePointLeft(2);
        return BigDecimal.valueOf(ofBaseline)
                .multiply(share.add(BigDecimal.ONE))
                .doubleValue();
    }

    public boolean holds(double actual, double threshold) {
        return switch (op == null ? mustStayBelow() ? "<=" : ">=" : op) {
            case "<" -> actual < threshold;
            case "<=" -> actual <= threshold;
            case ">" -> actual > threshold;
            default -> actual >= threshold;
        };
    }

    /** A time since the start of the load; empty for the end of the ramp-up, and when nothing is left out. */
    public Optional<Duration> delay() {
        return after == null ? Optional.empty() : Durations.parse(after);
    }

    /** Which endpoints are meant, by method and name; none for the total. */
    public BiPredicate<String, String> endpoints() {
        if (endpoint == null) {
            return (method, name) -> false;
        }
        Wildcard wanted = new Wildcard(endpoint);
        return (method, name) -> wanted.matches(name) || wanted.matches(method + " " + name);
    }

    /** As people write it: {@code p95 of GET /cart < 300 after ramp_up}. */
    public String sentence() {
        String of = endpoint == null ? "" : " of " + endpoint;
        String bound = baseline == null ? op + " " + plain(value) : "within " + baseline + " of the baseline";
        String from = after == null ? "" : " after " + after;
        String otherwise = action == null ? "" : " or stop";
        return "%s%s %s%s%s".formatted(metric, of, bound, from, otherwise);
    }

    private static String plain(@Nullable Double number) {
        return number == null || number != Math.rint(number) || Math.abs(number) > 1e15
                ? String.valueOf(number)
                : Long.toString(number.longValue());
    }
}
