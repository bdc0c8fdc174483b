package io.loadplane.api.credential;

import io.loadplane.model.Words;
import io.loadplane.model.cluster.Check;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether runs can happen with a credential.
 *
 * @param ok whether nothing is missing
 * @param checks what was looked at, line by line
 */
@Serdeable
@Schema(name = "Verification")
record VerificationView(boolean ok, List<CheckView> checks) {

    /**
     * One line of a verification.
     *
     * @param subject what was looked at
     * @param state ok, missing, or unknown when it could not be found out
     * @param message what was found
     * @param advice what to do about it; null when all is well
     */
    @Serdeable
    @Schema(name = "Check")
    record CheckView(
            @Schema(example = "create jobs.batch") String subject,

            @Schema(
                    allowableValues = {"ok", "missing", "unknown"},
                    example = "ok")
            String state,

            @Schema(example = "masters and workers are Jobs")
            String message,

            @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String advice) {}

    static VerificationView of(List<Check> checks) {
        return new VerificationView(
                checks.stream().noneMatch(check -> check.state() == Check.State.MISSING),
                checks.stream()
                        .map(check -> new CheckView(
                                check.subject(), Words.of(check.state()), check.message(), check.advice()))
                        .toList());
    }
}
