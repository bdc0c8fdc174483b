package io.loadplane.api.run;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.loadplane.model.Durations;
import io.loadplane.model.Words;
import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.run.CriterionResult;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A criterion of a run and how the run stands to it.
 *
 * @param text the criterion in words
 * @param metric that is measured
 * @param endpoint as the criterion names it; null for the total
 * @param op how the actual value must compare to the threshold; null with a baseline
 * @param value as the criterion gives it; null with a baseline
 * @param baseline as the criterion gives it; null for an absolute threshold
 * @param after from when on it counts; null for the whole load
 * @param action what a violation does; null for nothing
 * @param window for the action; null without one
 * @param threshold what the actual value is compared to; null when that is a baseline which is not known
 * @param actual the value up to now, and in the end that of the result; null when nothing was measured
 * @param actualEndpoint whose value it is, the worst of those that the criterion means; null for the total
 * @param result passed, failed or not_evaluated; null before the end
 * @param reason why it is not evaluated, or what the value was when it was violated on the way
 * @param violatedAt when it was first violated on the way, whatever came after
 */
@Serdeable
@Schema(name = "CriterionResult")
public record CriterionView(
        @Schema(example = "p95 of GET /cart < 300") String text,
        @Schema(example = "p95") String metric,

        @Nullable @Schema(requiredMode = REQUIRED, example = "GET /cart")
        String endpoint,

        @Nullable @Schema(requiredMode = REQUIRED, example = "<")
        String op,

        @Nullable @Schema(requiredMode = REQUIRED, example = "300")
        Double value,

        @Nullable @Schema(requiredMode = REQUIRED, example = "+10%")
        String baseline,

        @Nullable @Schema(requiredMode = REQUIRED, example = "ramp_up")
        String after,

        @Nullable @Schema(requiredMode = REQUIRED, example = "stop")
        String action,

        @Nullable @Schema(requiredMode = REQUIRED, example = "30s")
        String window,

        @Nullable @Schema(requiredMode = REQUIRED, example = "300")
        Double threshold,

        @Nullable @Schema(requiredMode = REQUIRED, example = "212")
        Double actual,

        @Nullable @Schema(requiredMode = REQUIRED, example = "GET /cart")
        String actualEndpoint,

        @Nullable
        @Schema(
                requiredMode = REQUIRED,
                example = "passed",
                allowableValues = {"passed", "failed", "not_evaluated"})
        String result,

        @Nullable @Schema(requiredMode = REQUIRED, example = "it was 412.0 then")
        String reason,

        @Nullable @Schema(requiredMode = REQUIRED) Instant violatedAt) {

    public static CriterionView of(CriterionResult result) {
        Criterion criterion = result.criterion();
        return new CriterionView(
                criterion.sentence(),
                criterion.metric(),
                criterion.endpoint(),
                criterion.op(),
                criterion.value(),
                criterion.baseline(),
                criterion.after(),
                criterion.action() == null ? null : Words.of(criterion.action()),
                criterion.action() == null ? null : Durations.format(criterion.windowOrDefault()),
                result.threshold(),
                result.actual(),
                result.endpoint(),
                result.outcome() == null ? null : Words.of(result.outcome()),
                result.reason(),
                result.violatedAt());
    }
}
