package io.loadplane.api.run;

import io.loadplane.model.Findings;
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
                implementation = String.class,
                allowableValues = {"wait", "reject"},
                example = "wait")
        WhenFull queue,

        @Nullable @Schema(type = "string", example = "60s") Duration lease,

        @Nullable
        @Schema(
                implementation = String.class,
                allowableValues = {"low", "normal", "high"},
                example = "normal")
        Priority priority) {

    private static final int MAX_NOTE = 1000;

    /** What was kept of such a request. */
    public static RunRequest of(Overrides overrides, @Nullable String note) {
        return new RunRequest(
                overrides.users(),
                overrides.spawnRate(),
                overrides.runTime(),
                overrides.host(),
                overrides.replicas(),
                overrides.env(),
                overrides.tags(),
                overrides.criteria() == null
                        ? null
                        : overrides.criteria().stream().map(CriterionBody::of).toList(),
                note,
                null,
                null,
                null);
    }

    public void checkNote(String pointer, Findings findings) {
        if (note != null && note.length() > MAX_NOTE) {
            findings.error(pointer, "too_long", "note must have at most %d characters".formatted(MAX_NOTE));
        }
    }

    /** A run that nobody waits for cannot be turned away, nor looked after. */
    public void checkUnattended(String pointer, Findings findings) {
        Map<String, Boolean> given =
                Map.of("queue", queue != null, "lease", lease != null, "priority", priority != null);
        given.forEach((field, isGiven) -> {
            if (isGiven) {
                findings.error(
                        pointer + "/" + field,
                        "not_supported",
                        field + " is for runs that a caller starts; leave it out");
            }
        });
    }

    public Overrides toOverrides() {
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
