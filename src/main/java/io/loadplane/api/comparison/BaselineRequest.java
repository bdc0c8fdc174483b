package io.loadplane.api.comparison;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Which run the others of its load test are compared with.
 *
 * @param runId a completed run of the load test
 */
@Serdeable
@Schema(name = "BaselineRequest")
record BaselineRequest(
        @Schema(example = "run-01k0000000000000000000000a") String runId) {}
