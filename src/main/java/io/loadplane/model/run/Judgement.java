package io.loadplane.model.run;

import io.loadplane.model.loadtest.Criterion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the criteria of a run say about it.
 *
 * @param reason why it is not evaluated; null when it is, and before the end
 * @param criteria in the order of the definition
 */
public record Judgement(Verdict verdict, @Nullable String reason, List<CriterionResult> criteria) {

    public Judgement {
        criteria = List.copyOf(criteria);
    }

    /** Before the end. */
    public static Judgement open(List<Criterion> criteria) {
        return open(criteria.stream().map(CriterionResult::open).toList(), null);
    }

    private static Judgement open(List<CriterionResult> criteria, @Nullable String reason) {
        return new Judgement(Verdict.NOT_EVALUATED, reason, criteria);
    }

    /** On the way. */
    public Judgement with(List<CriterionResult> standing) {
        return open(standing, reason);
    }
}
