package io.loadplane.model.run;

import io.loadplane.model.loadtest.Criterion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands to one of its criteria.
 *
 * @param threshold what the actual value is compared to; null when it needs a baseline that is not there
 * @param actual up to now, and in the end of the result; null when nothing was measured
 * @param outcome null before the end
 * @param endpoint whose value it is, the worst of those that the criterion means; null for the total
 * @param reason why it could not be evaluated, or how it was violated on the way; null when there is nothing to say
 * @param violatedAt when it was first violated on the way, whatever came after
 */
public record CriterionResult(
        Criterion criterion,
        @Nullable Double threshold,
        @Nullable Double actual,
        @Nullable Outcome outcome,
        @Nullable String endpoint,
        @Nullable String reason,
        @Nullable Instant violatedAt) {

    /** Whether a criterion holds. */
    public enum Outcome {
        PASSED,
        FAILED,
        NOT_EVALUATED
    }

    static CriterionResult open(Criterion criterion) {
        return new CriterionResult(criterion, criterion.value(), null, null, null, null, null);
    }

    /** Measured on the way. */
    public CriterionResult now(@Nullable Double value, @Nullable String whose) {
        return new CriterionResult(criterion, threshold, value, outcome, whose, reason, violatedAt);
    }

    /** Violated on the way; only the first time is kept. */
    public CriterionResult violated(Instant at, String how) {
        return violatedAt != null
                ? this
                : new CriterionResult(criterion, threshold, actual, outcome, endpoint, how, at);
    }

    /** Judged in the end. */
    public CriterionResult judged(Outcome last, @Nullable Double against, @Nullable String why) {
        return new CriterionResult(criterion, against, actual, last, endpoint, why == null ? reason : why, violatedAt);
    }
}
