package io.loadplane.api.loadtest;

import io.loadplane.model.Findings;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Something in a definition that is allowed but probably not meant.
 *
 * @param pointer JSON pointer to the place in the request body
 * @param code for programs; stable
 * @param message for people
 */
@Serdeable
@Schema(name = "Warning")
public record WarningView(
        @Schema(example = "/replicas") String pointer,
        @Schema(example = "idle_workers") String code,

        @Schema(example = "2 users on 4 workers: some workers will have no user")
        String message) {

    static List<WarningView> of(Findings findings) {
        return findings.warnings().stream()
                .map(finding -> new WarningView(
                        finding.pointer() == null ? "" : finding.pointer(), finding.code(), finding.message()))
                .toList();
    }
}
