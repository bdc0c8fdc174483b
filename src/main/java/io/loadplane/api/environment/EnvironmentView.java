package io.loadplane.api.environment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.environment.Environment;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named place where runs happen.
 *
 * @param id of the environment
 * @param name what definitions write
 * @param defaultEnvironment whether definitions without an environment go here
 * @param clusterCredentialId how its cluster is reached
 * @param namespace where the objects of runs are created
 * @param defaults fields of a definition that callers here need not write
 * @param createdAt when it was first stored
 */
@Serdeable
@Schema(name = "Environment")
public record EnvironmentView(
        @Schema(example = "env-01k0000000000000000000000a") String id,
        @Schema(example = "local") String name,
        @JsonProperty("default") @Schema(name = "default") boolean defaultEnvironment,
        @Schema(example = "cred-01k0000000000000000000000a") String clusterCredentialId,
        @Schema(example = "local") String namespace,

        @Schema(type = "object", example = "{\"stop_timeout\": \"30s\"}")
        Map<String, Object> defaults,

        Instant createdAt) {

    /**
     * Some environments, by name.
     *
     * @param items the environments
     * @param nextCursor pass it as cursor to read on; null on the last page
     */
    @Serdeable
    @Schema(name = "EnvironmentPage")
    public record EnvironmentPage(
            List<EnvironmentView> items, @Nullable String nextCursor) {}

    static EnvironmentPage pageOf(Page<Environment> page) {
        return new EnvironmentPage(page.map(EnvironmentView::of).items(), Cursor.encode(page.next()));
    }

    static EnvironmentView of(Environment environment) {
        return new EnvironmentView(
                environment.id().value(),
                environment.name(),
                environment.isDefault(),
                environment.credential().value(),
                environment.namespace(),
                environment.defaults(),
                environment.createdAt());
    }
}
