package io.loadplane.api.loadtest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A load test to be created.
 *
 * @param definition what it is
 * @param start whether to start a run at once; default true
 * @param ifExists what to do when the environment has a load test of that name: "fail" (default) or "revise"
 */
@Serdeable
public record LoadTestRequest(
        @JsonUnwrapped DefinitionBody definition,
        @Nullable @Schema(example = "true") Boolean start,

        @Nullable
        @Schema(
                type = "string",
                allowableValues = {"fail", "revise"},
                example = "revise")
        IfExists ifExists) {

    /** What to do when there is already a load test of that name. */
    @Schema(name = "IfExists")
    public enum IfExists {
        FAIL,
        REVISE
    }
}
