package io.loadplane.api.report;

import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.CriterionResult.Outcome;
import io.loadplane.model.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of a criterion.
 *
 * @param text such as "p95 of GET /cart < 300"
 * @param unit as it is written behind the actual value
 * @param details whose value it is, against what, and why it is not evaluated or was violated; empty when text says it all
 */
record CriterionLine(String text, Outcome outcome, @Nullable Double actual, String unit, String details) {

    static List<CriterionLine> of(Run run) {
        return run.judgement().criteria().stream().map(CriterionLine::of).toList();
    }

    private static CriterionLine of(CriterionResult result) {
        List<String> details = new ArrayList<>();
        String endpoint = result.endpoint();
        if (endpoint != null && !endpoint.equals(result.criterion().endpoint())) {
            details.add("worst: " + endpoint);
        }
        Double threshold = result.threshold();
        if (threshold != null && result.criterion().value() == null) {
            details.add("threshold " + Figure.plain(threshold));
        }
        if (result.violatedAt() != null) {
            details.add("first violated at " + HtmlReport.time(result.violatedAt()));
        }
        if (result.reason() != null) {
            details.add(result.reason());
        }
        return new CriterionLine(
                result.criterion().sentence(),
                Objects.requireNonNullElse(result.outcome(), Outcome.NOT_EVALUATED),
                result.actual(),
                unit(result.criterion().metric()),
                String.join("; ", details));
    }

    private static String unit(String metric) {
        return switch (metric) {
            case "requests", "failures", "failure_ratio", "users", "exceptions" -> "";
            case "rps" -> "/s";
            default -> " ms";
        };
    }

    /** In its unit, or a dash. */
    String shownActual() {
        return actual == null ? "–" : Figure.plain(Math.round(actual * 1_000) / 1_000.0) + unit;
    }
}
