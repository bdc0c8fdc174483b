package io.loadplane.api.run;

import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.run.Priority;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run changes; everything left out is as the load test has it.
 *
 * @param users simulated users at the peak
 * @param spawnRate users started per second
 * @param runTime how long the load lasts
 * @param host base URL of the system under test
 * @param replicas how many workers
 * @param env environment variables, added to those of the load test
 * @param tags run only tasks with one of these tags
 * @param criteria thresholds on the result, instead of those of the load test
 * @param note for people, kept with the run
 * @param queue what to do when there is no place for the run in its environment: "wait" (default), or "reject" with 429
 * @param lease the run is stopped when nobody renews it for so long; reading it with wait does
 * @param priority which of the runs that wait comes first; default normal
 */
@Serdeable
public record RunRequest(
        @Nullable @Schema(example = "200") Integer users,
        @Nullable @Schema(example = "20") Double spawnRate,
        @Nullable @Schema(type = "string", example = "10m") Duration runTime,

        @Nullable @Schema(example = "https://shop.test.example")
        String host,

        @Nullable @Schema(example = "8") Integer replicas,

        @Nullable @Schema(example = "{\"CART_SIZE\": \"5\"}")
        Map<String, String> env,

        @Nullable @Schema(example = "[\"read\"]") List<String> tags,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        List<CriterionBody> criteria,

        @Nullable @Schema(example = "after the cache change")
        String note,

        @Nullable
        @Schema(
                type = "string",
                allowableValues = {"wait", "reject"},
                example = "wait")
        WhenFull queue,

        @Nullable @Schema(type = "string", example = "60s") Duration lease,

        @Nullable
        @Schema(
                type = "string",
                allowableValues = {"low", "normal", "high"},
                example = "normal")
        Priority priority) {

    Overrides toOverrides() {
        return new Overrides(
                users,
                spawnRate,
                runTime,
                host,
                replicas,
                env,
                tags,
                criteria == null ? null : CriterionBody.toCriteria(criteria));
    }
}
