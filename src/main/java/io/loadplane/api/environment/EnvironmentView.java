package io.loadplane.api.environment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.Limits;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
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
 * @param allowedClusterCredentialIds further credentials that a load test may name
 * @param namespace where the objects of runs are created
 * @param createNamespace whether a missing namespace is created
 * @param runAsUser numeric user of all containers; null when the cluster chooses
 * @param packageIndex URL of the package index that pip uses
 * @param pipConfigSecret name of a Secret with a pip.conf
 * @param certificateIssuer cert-manager's cluster issuer for ingresses without a TLS Secret
 * @param keepFailed how long the objects of failed runs stay
 * @param policy what runs may ask for here
 * @param targetHostsEnforcedBy what keeps scripts to the target hosts of the policy: check when only the host of a
 *     definition is compared, network when pods reach nothing but the ranges among them (given a cluster that enforces
 *     NetworkPolicies); null when all hosts are allowed
 * @param retention how long what its runs leave behind is kept
 * @param defaults fields of a definition that callers here need not write
 * @param version counts changes; the ETag
 * @param createdAt when it was first stored
 * @param updatedAt when it was last changed
 */
@Serdeable
@Schema(name = "Environment")
public record EnvironmentView(
        @Schema(example = "env-01k0000000000000000000000a") String id,
        @Schema(example = "local") String name,
        @JsonProperty("default") @Schema(name = "default") boolean defaultEnvironment,
        @Schema(example = "cred-01k0000000000000000000000a") String clusterCredentialId,

        @Schema(example = "[]") List<String> allowedClusterCredentialIds,

        @Schema(example = "local") String namespace,
        @Schema(example = "false") boolean createNamespace,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "1000")
        Integer runAsUser,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        String packageIndex,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        String pipConfigSecret,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        String certificateIssuer,

        @Schema(type = "string", example = "10m") Duration keepFailed,
        PolicyBody policy,

        @Nullable
        @Schema(
                type = "string",
                requiredMode = Schema.RequiredMode.REQUIRED,
                allowableValues = {"check", "network"},
                example = "network")
        String targetHostsEnforcedBy,

        EnvironmentBody.LimitsBody limits,
        RetentionBody retention,

        @Schema(type = "object", example = "{\"stop_timeout\": \"30s\"}")
        Map<String, Object> defaults,

        @Schema(example = "1") int version,
        Instant createdAt,
        Instant updatedAt) {

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
        Environment.PodSettings pods = environment.pods();
        Limits limits = environment.limits();
        return new EnvironmentView(
                environment.id().value(),
                environment.name(),
                environment.isDefault(),
                environment.credential().value(),
                environment.allowedCredentials().stream()
                        .map(CredentialId::value)
                        .toList(),
                environment.namespace(),
                pods.createNamespace(),
                pods.runAsUser(),
                pods.packageIndex(),
                pods.pipConfigSecret(),
                pods.certificateIssuer(),
                pods.keepFailed(),
                PolicyBody.of(environment.policy()),
                environment.policy().enforcement().map(Words::of).orElse(null),
                new EnvironmentBody.LimitsBody(
                        limits.concurrentRuns(), limits.totalWorkers(), limits.totalUsers(), limits.deadline()),
                RetentionBody.of(environment.retention()),
                environment.defaults(),
                environment.version(),
                environment.createdAt(),
                environment.updatedAt());
    }
}
