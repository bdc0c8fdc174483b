package io.loadplane.model.verdict;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.CriterionResult.Outcome;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges a run in the end by all that it measured. */
public final class Judge {

    /**
     * What is known in the end.
     *
     * @param whole null when nothing was measured
     * @param complete whether nothing is missing
     * @param after what came after the moments that criteria name, by {@link Criterion#after}
     * @param baseline the result to compare to; null when there is none
     */
    public record Evidence(
            @Nullable Statistics whole,
            boolean complete,
            Map<String, Statistics> after,
            @Nullable Statistics baseline) {}

    private Judge() {}

    /**
     * @param standing how the criteria stood on the way
     */
    public static Judgement judge(List<CriterionResult> standing, Evidence evidence) {
        List<CriterionResult> results = new ArrayList<>();
        standing.forEach(result -> results.add(judge(result, evidence)));
        if (results.stream().anyMatch(result -> result.outcome() == Outcome.FAILED)) {
            return new Judgement(Verdict.FAILED, null, results);
        }
        return unknown(results, evidence)
                .map(why -> new Judgement(Verdict.NOT_EVALUATED, why, results))
                .orElseGet(() -> new Judgement(Verdict.PASSED, null, results));
    }

    private static Optional<String> unknown(List<CriterionResult> results, Evidence evidence) {
        if (results.isEmpty()) {
            return Optional.of("the run has no criteria");
        } else if (!evidence.complete()) {
            return Optional.of(incomplete(evidence));
        }
        return results.stream()
                .filter(result -> result.outcome() == Outcome.NOT_EVALUATED)
                .findFirst()
                .map(result -> "%s: %s".formatted(result.criterion().sentence(), result.reason()));
    }

    private static String incomplete(Evidence evidence) {
        return evidence.whole() == null ? "the run has no result" : "the result is incomplete";
    }

    private static CriterionResult judge(CriterionResult standing, Evidence evidence) {
        Criterion criterion = standing.criterion();
        CriterionResult measured = last(standing, evidence);
        if (criterion.action() == Criterion.Action.STOP && standing.violatedAt() != null) {
            return measured.judged(Outcome.FAILED, standing.threshold(), null);
        } else if (!evidence.complete()) {
            return measured.judged(Outcome.NOT_EVALUATED, standing.threshold(), incomplete(evidence));
        }
        Double ofBaseline = evidence.baseline() == null || criterion.baseline() == null
                ? null
                : Measured.of(criterion, evidence.baseline())
                        .map(Measured::value)
                        .orElse(null);
        Double threshold = criterion.threshold(ofBaseline);
        if (measured.actual() == null) {
            return measured.judged(Outcome.NOT_EVALUATED, threshold, nothingMeasured(criterion, evidence));
        } else if (threshold == null) {
            return measured.judged(Outcome.NOT_EVALUATED, null, nothingToCompare(evidence));
        }
        boolean holds = criterion.holds(measured.actual(), threshold);
        return measured.judged(holds ? Outcome.PASSED : Outcome.FAILED, threshold, null);
    }

    /** With its last actual value: of the whole run, or of what came after the criterion's moment. */
    private static CriterionResult last(CriterionResult standing, Evidence evidence) {
        Criterion criterion = standing.criterion();
        Statistics statistics =
                criterion.after() == null ? evidence.whole() : evidence.after().get(criterion.after());
        Optional<Measured> measured = statistics == null ? Optional.empty() : Measured.of(criterion, statistics);
        return standing.now(
                measured.map(Measured::value).orElse(null),
                measured.map(Measured::endpoint).orElse(null));
    }

    private static String nothingMeasured(Criterion criterion, Evidence evidence) {
        if (criterion.after() != null && !evidence.after().containsKey(criterion.after())) {
            return criterion.after().equals(Criterion.RAMP_UP)
                    ? "the load ended before all users were started"
                    : "the load ended before it had lasted " + criterion.after();
        }
        String when = criterion.after() == null ? "" : " after " + criterion.after();
        return criterion.endpoint() == null
                ? "not one request was made" + when
                : "%s was never called%s".formatted(criterion.endpoint(), when);
    }

    private static String nothingToCompare(Evidence evidence) {
        return evidence.baseline() == null ? "the load test has no baseline" : "the baseline has no such figure";
    }
}
