package io.loadplane.api.run;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.loadtest.Criterion.Action;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A threshold on the result: op and value, or baseline.
 *
 * @param metric requests, failures, failure_ratio, rps, avg, median, min, max, users, exceptions, or a percentile such
 *     as p95 or p99.9
 * @param endpoint method and name of one endpoint, or a pattern such as "GET /items/*" that each of them must keep;
 *     left out for the total
 * @param op how the actual value must compare to the given one: <, <=, > or >=
 * @param value the threshold; response times in ms, rates per second, failure_ratio from 0 to 1
 * @param baseline instead of op and value: "+10%" is at most so much above the baseline of the load test, "-5%" at most
 *     so much below
 * @param after leaves out what was measured before: a duration since the start of the load, or "ramp_up" for the moment
 *     when all users are started
 * @param action "stop" ends the load as soon as the criterion is violated for a whole window
 * @param window for the action; 30s unless given
 */
@Serdeable
@Schema(name = "Criterion")
public record CriterionBody(
        @Schema(example = "p95") String metric,

        @Nullable @Schema(example = "GET /cart", requiredMode = NOT_REQUIRED)
        String endpoint,

        @Nullable
        @Schema(
                example = "<",
                requiredMode = NOT_REQUIRED,
                allowableValues = {"<", "<=", ">", ">="})
        String op,

        @Nullable @Schema(example = "300", requiredMode = NOT_REQUIRED)
        Double value,

        @Nullable @Schema(example = "+10%", requiredMode = NOT_REQUIRED)
        String baseline,

        @Nullable @Schema(example = "ramp_up", requiredMode = NOT_REQUIRED)
        String after,

        @Nullable
        @Schema(
                implementation = String.class,
                example = "stop",
                requiredMode = NOT_REQUIRED,
                allowableValues = {"stop"})
        Action action,

        @Nullable @Schema(type = "string", example = "30s", requiredMode = NOT_REQUIRED)
        Duration window) {

    public Criterion toCriterion() {
        return new Criterion(metric, endpoint, op, value, baseline, after, action, window);
    }

    public static CriterionBody of(Criterion criterion) {
        return new CriterionBody(
                criterion.metric(),
                criterion.endpoint(),
                criterion.op(),
                criterion.value(),
                criterion.baseline(),
                criterion.after(),
                criterion.action(),
                criterion.window());
    }

    public static List<Criterion> toCriteria(List<CriterionBody> criteria) {
        return criteria.stream().map(CriterionBody::toCriterion).toList();
    }
}
