package io.loadplane.model.verdict;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.CriterionResult.Outcome;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
     * @param baseline null when there is none
     */
    public record Evidence(
            @Nullable Statistics whole,
            boolean complete,
            Map<String, Statistics> after,
            @Nullable Baseline baseline) {}

    /**
     * The result to compare to.
     *
     * @param obstacles why nothing would follow from comparing; none when something does
     */
    public record Baseline(Statistics statistics, List<String> obstacles) {}

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
        if (measured.actual() == null) {
            return measured.judged(Outcome.NOT_EVALUATED, standing.threshold(), nothingMeasured(criterion, evidence));
        }
        CriterionResult judged =
                criterion.baseline() == null ? compare(measured, criterion.value()) : compare(measured, evidence);
        return judged.outcome() == Outcome.PASSED && isCut(criterion, evidence)
                ? judged.judged(Outcome.NOT_EVALUATED, judged.threshold(), cut(evidence))
                : judged;
    }

    private static CriterionResult compare(CriterionResult measured, @Nullable Double threshold) {
        double actual = Objects.requireNonNull(measured.actual());
        double against = Objects.requireNonNull(threshold);
        boolean holds = measured.criterion().holds(actual, against);
        return measured.judged(holds ? Outcome.PASSED : Outcome.FAILED, against, null);
    }

    /** Each endpoint with itself; the one that is furthest beyond its threshold, or nearest to it, stands for all. */
    private static CriterionResult compare(CriterionResult measured, Evidence evidence) {
        Criterion criterion = measured.criterion();
        Baseline baseline = evidence.baseline();
        if (baseline == null || evidence.whole() == null) {
            return measured.judged(Outcome.NOT_EVALUATED, null, "the load test has no baseline");
        } else if (!baseline.obstacles().isEmpty()) {
            return measured.judged(
                    Outcome.NOT_EVALUATED,
                    null,
                    "it cannot be compared with the baseline: " + String.join("; ", baseline.obstacles()));
        }
        Map<String, Double> before = new HashMap<>();
        Measured.each(criterion, baseline.statistics())
                .forEach(former -> before.put(String.valueOf(former.endpoint()), former.value()));
        return Measured.each(criterion, evidence.whole())
                .filter(now -> before.containsKey(String.valueOf(now.endpoint())))
                .map(now -> compare(
                        measured.now(now.value(), now.endpoint()),
                        criterion.threshold(before.get(String.valueOf(now.endpoint())))))
                .max(Comparator.comparingDouble(Judge::strain))
                .orElseGet(() -> measured.judged(Outcome.NOT_EVALUATED, null, "the baseline has no such figure"));
    }

    /** The actual value as a multiple of what is just allowed, or the other way round for lower bounds. */
    private static double strain(CriterionResult compared) {
        double actual = Objects.requireNonNull(compared.actual());
        double threshold = Objects.requireNonNull(compared.threshold());
        double above = compared.criterion().mustStayBelow() ? actual : threshold;
        double below = compared.criterion().mustStayBelow() ? threshold : actual;
        return above == below ? 1 : above / below;
    }

    /** Whether endpoints are missing that the criterion may mean. */
    private static boolean isCut(Criterion criterion, Evidence evidence) {
        return evidence.whole() != null && evidence.whole().isCut() && criterion.meansMany();
    }

    private static String cut(Evidence evidence) {
        Statistics whole = Objects.requireNonNull(evidence.whole());
        return "only %d of %d endpoints were kept; let the script give fewer names"
                .formatted(whole.endpoints().size(), whole.endpointsCount());
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
            boolean shaped = evidence.whole() != null && evidence.whole().shape() != null;
            return criterion.after().equals(Criterion.RAMP_UP)
                    ? shaped
                            ? "a load shape has no ramp_up; name a time, such as 30s"
                            : "the load ended before all users were started"
                    : "the load ended before it had lasted " + criterion.after();
        }
        if (criterion.endpoint() != null
                && evidence.whole() != null
                && evidence.whole().isCut()) {
            return cut(evidence);
        }
        String when = criterion.after() == null ? "" : " after " + criterion.after();
        return criterion.endpoint() == null
                ? "not one request was measured" + when
                : "%s was never called%s".formatted(criterion.endpoint(), when);
    }
}
