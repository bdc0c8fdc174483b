package io.loadplane.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Why a request was not carried out (RFC 9457).
 *
 * @param type identifies the kind of problem; ends in the code
 * @param title the kind of problem in words
 * @param status HTTP status of the response
 * @param detail what exactly happened, for people
 * @param code the kind of problem for programs; stable
 * @param existingId with the code already_exists: the load test that has the name
 * @param opensAt with the code forbidden_time: when runs may start again; absent when that is not known
 * @param errors for invalid input: everything that is wrong with it, not only the first
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        @Schema(example = "urn:loadplane:problem:invalid_request")
        String type,

        @Schema(example = "Bad Request") String title,
        @Schema(example = "400") int status,

        @Schema(example = "users is 0; it must be 1 to 10000000")
        String detail,

        @Schema(example = "invalid_request") String code,

        @Nullable @Schema(example = "lt-01k0000000000000000000000a")
        String existingId,

        @Nullable @Schema(example = "2026-01-05T06:00:00Z") String opensAt,

        @Nullable List<ProblemError> errors) {

    /** Media type of every problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One thing that is wrong with a request.
     *
     * @param pointer JSON pointer to the place in the request body; absent for parameters
     * @param parameter name of the query parameter or header; absent for the body
     * @param code what is wrong, for programs; stable
     * @param message what is wrong and what would be right, for people
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ProblemError")
    public record ProblemError(
            @Nullable @Schema(example = "/users") String pointer,
            @Nullable @Schema(example = "limit") String parameter,
            @Schema(example = "out_of_range") String code,

            @Schema(example = "users is 0; it must be 1 to 10000000")
            String message) {}
}
