package io.loadplane.api.loadtest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.loadplane.api.run.WhenFull;
import io.loadplane.model.run.Priority;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A load test to be created.
 *
 * @param definition what it is
 * @param start whether to start a run at once; default true
 * @param ifExists what to do when the environment has a load test of that name: "fail" (default) or "revise"
 * @param queue what to do when there is no place for the run in its environment: "wait" (default), or "reject" with 429
 * @param lease the run is stopped when nobody renews it for so long; reading it with wait does
 * @param priority which of the runs that wait comes first; default normal
 */
@Serdeable
public record LoadTestRequest(
        @JsonUnwrapped DefinitionBody definition,
        @Nullable @Schema(example = "true") Boolean start,

        @Nullable
        @Schema(
                implementation = String.class,
                allowableValues = {"fail", "revise"},
                example = "revise")
        IfExists ifExists,

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

    /** What to do when there is already a load test of that name. */
    @Schema(name = "IfExists")
    public enum IfExists {
        FAIL,
        REVISE
    }
}
