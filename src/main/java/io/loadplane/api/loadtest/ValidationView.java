package io.loadplane.api.loadtest;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * A definition that would be accepted.
 *
 * @param valid always true: an invalid definition is answered with a problem
 * @param definition with all defaults filled in
 * @param warnings what is doubtful about it
 * @param manifests what would be created on the target, one text per object
 */
@Serdeable
@Schema(name = "Validation")
public record ValidationView(
        boolean valid, DefinitionBody definition, List<WarningView> warnings, List<String> manifests) {}
