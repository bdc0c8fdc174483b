package io.loadplane.api.run;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Another load for a run whose load is on.
 *
 * @param users simulated users from now on
 * @param spawnRate users started or stopped per second; default as many as users, at most 100
 */
@Serdeable
@Schema(name = "LoadRequest")
record LoadRequest(
        @Schema(example = "200") Integer users,
        @Nullable @Schema(example = "20") Double spawnRate) {}
