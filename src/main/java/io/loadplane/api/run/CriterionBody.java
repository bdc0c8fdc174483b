package io.loadplane.api.run;

import io.loadplane.model.loadtest.Criterion;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A threshold on the result.
 *
 * @param metric requests, failures, failure_ratio, rps, avg, median, min, max, p50, p66, p75, p80, p90, p95, p98, p99,
 *     p99.9, users or exceptions
 * @param endpoint method and name of one endpoint; left out for the total
 * @param op how the actual value must compare to the given one: <, <=, > or >=
 * @param value the threshold; response times in ms, rates per second, failure_ratio from 0 to 1
 */
@Serdeable
@Schema(name = "Criterion")
public record CriterionBody(
        @Schema(example = "p95") String metric,
        @Nullable @Schema(example = "GET /cart") String endpoint,
        @Schema(example = "<") String op,
        @Schema(example = "300") Double value) {

    public Criterion toCriterion() {
        return new Criterion(metric, endpoint, op, value);
    }

    public static CriterionBody of(Criterion criterion) {
        return new CriterionBody(criterion.metric(), criterion.endpoint(), criterion.op(), criterion.value());
    }

    public static List<Criterion> toCriteria(List<CriterionBody> criteria) {
        return criteria.stream().map(CriterionBody::toCriterion).toList();
    }
}
