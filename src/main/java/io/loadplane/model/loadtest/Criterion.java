package io.loadplane.model.loadtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A threshold on the result.
 *
 * @param metric one of {@link #METRICS}
 * @param endpoint such as {@code "GET /cart"}; null for the total
 * @param op one of {@link #OPERATORS}
 */
public record Criterion(String metric, @Nullable String endpoint, String op, double value) {

    public static final List<String> METRICS = List.of(
            "requests",
            "failures",
            "failure_ratio",
            "rps",
            "avg",
            "median",
            "min",
            "max",
            "p50",
            "p66",
            "p75",
            "p80",
            "p90",
            "p95",
            "p98",
            "p99",
            "p99.9",
            "users",
            "exceptions");

    public static final List<String> OPERATORS = List.of("<", "<=", ">", ">=");
}
