package io.loadplane.api.environment;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named place where runs happen, as callers write it.
 *
 * @param name what definitions write; never changes
 * @param isDefault whether definitions without an environment go here
 * @param clusterCredentialId how its cluster is reached
 * @param allowedClusterCredentialIds further credentials that a load test may name
 * @param namespace where the objects of runs are created
 * @param createNamespace whether a missing namespace is created
 * @param runAsUser numeric user of all containers; null to let the cluster choose; default 1000
 * @param packageIndex URL of the package index that pip uses, without user and password
 * @param pipConfigSecret name of a Secret with a pip.conf
 * @param certificateIssuer cert-manager's cluster issuer for ingresses without a TLS Secret
 * @param keepFailed how long the objects of failed runs stay, so that people can look; default 0s
 * @param defaults fields of a definition that callers here need not write
 * @param policy what runs may ask for here
 * @param limits how much may go on here at once
 * @param retention how long what its runs leave behind is kept
 */
@Serdeable
@Schema(name = "EnvironmentRequest")
record EnvironmentBody(
        @Schema(example = "staging") String name,

        @Nullable @JsonProperty("default") @Schema(name = "default", example = "true")
        Boolean isDefault,

        @Schema(example = "cred-01k0000000000000000000000a") String clusterCredentialId,

        @Nullable @Schema(requiredMode = NOT_REQUIRED) List<String> allowedClusterCredentialIds,

        @Schema(example = "load") String namespace,
        @Nullable @Schema(example = "false") Boolean createNamespace,
        @Nullable @Schema(example = "1000") Integer runAsUser,

        @Nullable @Schema(example = "https://pypi.example.com/simple")
        String packageIndex,

        @Nullable @Schema(example = "pip-config") String pipConfigSecret,
        @Nullable @Schema(example = "letsencrypt") String certificateIssuer,
        @Nullable @Schema(type = "string", example = "10m") Duration keepFailed,

        @Nullable @Schema(type = "object", example = "{\"stop_timeout\": \"30s\"}")
        Map<String, Object> defaults,

        @Nullable PolicyBody policy,

        @Nullable LimitsBody limits,

        @Nullable RetentionBody retention) {

    /**
     * How much may go on in an environment at once; what is left out is not limited. Runs above it wait.
     *
     * @param concurrentRuns runs that are not over
     * @param totalWorkers workers of all of them
     * @param totalUsers simulated users of all of them
     * @param deadline how long a run may take altogether, whatever its definition says
     */
    @Serdeable
    @Schema(name = "Limits")
    record LimitsBody(
            @Nullable @Schema(example = "10") Integer concurrentRuns,
            @Nullable @Schema(example = "100") Integer totalWorkers,
            @Nullable @Schema(example = "20000") Integer totalUsers,

            @Nullable @Schema(type = "string", example = "4h")
            Duration deadline) {}
}
