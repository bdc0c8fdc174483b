package io.loadplane.api.environment;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

import io.loadplane.model.Words;
import io.loadplane.model.policy.ForbiddenTime;
import io.loadplane.model.policy.Policy;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs may ask for in an environment; "*" stands for any part of a name, ["*"] allows everything and [] nothing.
 * Namespaces, Secrets, ConfigMaps, service accounts, volume claims, ephemeral volumes, annotations, and labels with a
 * prefix are closed, and all else is open, until it is named here. It is looked at when a load test is stored and whenever a
 * run starts; what runs goes on.
 *
 * @param allowedNamespaces further namespaces
 * @param allowedSecrets Secrets for variables and files, and those with which images are pulled
 * @param allowedConfigMaps ConfigMaps for variables and files
 * @param allowedServiceAccounts service accounts in pod_template; pods get no token of them, but what a cloud gives to them
 * @param allowedVolumeClaims PersistentVolumeClaims that pod_template may mount
 * @param allowedStorageClasses storage classes that ephemeral volumes may name; without a name they get the default class
 * @param allowedPodLabels labels of pods that have a prefix, such as sidecar.istio.io/inject; as key or key=value, with "*"
 *     for any part of either. Those without a prefix, and those of app.kubernetes.io, are always allowed
 * @param allowedPodAnnotations annotations of pods, as key or key=value
 * @param allowedIngressAnnotations annotations of the ingress, as key or key=value, such as
 *     cert-manager.io/cluster-issuer=staging-*. Some controllers take further host names and whole configurations from them
 * @param allowedImages images of all containers; an entry with a tag allows no digests, since those decide what a tag says
 * @param allowedTargetHosts hosts that host may name, which must be given then: names, with a scheme or a port if only
 *     that one is meant, and ranges of IP addresses. Names are only compared with host; a script can go elsewhere. As soon
 *     as there is a range, a NetworkPolicy keeps pods from all addresses that lie in none
 * @param allowedIngressHosts hosts under which Locust's web page may be reached, one of which must be named then
 * @param allowedIngressClasses ingress classes
 * @param allowedTolerations taints that pods may put up with, as key, key=value or key=value:effect
 * @param allowedPriorityClasses priority classes
 * @param allowedRuntimeClasses runtime classes
 * @param allowedPackages packages by name; all come from the environment's package_index
 * @param requiredLabels labels that every load test must have, and what their values must be like
 * @param maxWorkers per run
 * @param maxUsers per run, as far as Loadplane starts them: a load shape or a person at the web page decides alone
 * @param maxRunTime of the load; for interactive runs of the deadline. A load shape can go on until the deadline
 * @param maxEphemeralVolume how large each ephemeral volume of pod_template may be; left out, there may be none
 * @param forbiddenTimes at which no run starts: a caller is refused, a time of a schedule is skipped, and runs that are
 *     queued start afterwards
 */
@Serdeable
@Schema(name = "Policy")
record PolicyBody(
        @Nullable @Schema(example = "[]") List<String> allowedNamespaces,
        @Nullable @Schema(example = "[\"shop-*\"]") List<String> allowedSecrets,

        @Nullable @Schema(example = "[\"shop-settings\"]") List<String> allowedConfigMaps,

        @Nullable @Schema(example = "[]") List<String> allowedServiceAccounts,

        @Nullable @Schema(example = "[]") List<String> allowedVolumeClaims,
        @Nullable @Schema(example = "[]") List<String> allowedStorageClasses,
        @Nullable @Schema(example = "[]") List<String> allowedPodLabels,

        @Nullable @Schema(example = "[\"prometheus.io/*\"]") List<String> allowedPodAnnotations,

        @Nullable @Schema(example = "[\"cert-manager.io/cluster-issuer=staging-*\"]")
        List<String> allowedIngressAnnotations,

        @Nullable @Schema(example = "[\"locustio/locust:2.*\"]")
        List<String> allowedImages,

        @Nullable @Schema(example = "[\"*.staging.example\", \"10.20.0.0/16\"]")
        List<String> allowedTargetHosts,

        @Nullable @Schema(example = "[\"*.load.example\"]") List<String> allowedIngressHosts,
        @Nullable @Schema(example = "[\"nginx\"]") List<String> allowedIngressClasses,

        @Nullable @Schema(example = "[\"dedicated=load\"]") List<String> allowedTolerations,

        @Nullable @Schema(example = "[\"low\"]") List<String> allowedPriorityClasses,
        @Nullable @Schema(example = "[\"gvisor\"]") List<String> allowedRuntimeClasses,
        @Nullable @Schema(example = "[\"*\"]") List<String> allowedPackages,

        @Nullable @Schema(type = "object", example = "{\"team\": \"*\"}")
        Map<String, String> requiredLabels,

        @Nullable @Schema(example = "20") Integer maxWorkers,
        @Nullable @Schema(example = "5000") Integer maxUsers,
        @Nullable @Schema(type = "string", example = "2h") Duration maxRunTime,
        @Nullable @Schema(example = "10Gi") String maxEphemeralVolume,

        @Nullable @Schema(requiredMode = NOT_REQUIRED) List<ForbiddenTimeBody> forbiddenTimes) {

    /**
     * A time of the week at which no run starts.
     *
     * @param days on which it begins; every day when left out
     * @param from when it begins, by the clock of the time zone
     * @param to when it ends; not later than from means on the next day
     * @param timeZone as an IANA name; default UTC
     */
    @Serdeable
    @Schema(name = "ForbiddenTime")
    record ForbiddenTimeBody(
            @Nullable
            @ArraySchema(
                    schema =
                            @Schema(
                                    type = "string",
                                    allowableValues = {
                                        "monday",
                                        "tuesday",
                                        "wednesday",
                                        "thursday",
                                        "friday",
                                        "saturday",
                                        "sunday"
                                    }))
            List<String> days,

            @Schema(example = "22:00") String from,
            @Schema(example = "06:00") String to,
            @Nullable @Schema(example = "Europe/Berlin") String timeZone) {

        static ForbiddenTimeBody of(ForbiddenTime time) {
            return new ForbiddenTimeBody(
                    time.days().stream().map(Words::of).toList(),
                    time.from().toString(),
                    time.to().toString(),
                    time.timeZone().getId());
        }
    }

    static PolicyBody of(Policy policy) {
        return new PolicyBody(
                policy.allowedNamespaces(),
                policy.allowedSecrets(),
                policy.allowedConfigMaps(),
                policy.allowedServiceAccounts(),
                policy.allowedVolumeClaims(),
                policy.allowedStorageClasses(),
                policy.allowedPodLabels(),
                policy.allowedPodAnnotations(),
                policy.allowedIngressAnnotations(),
                policy.allowedImages(),
                policy.allowedTargetHosts(),
                policy.allowedIngressHosts(),
                policy.allowedIngressClasses(),
                policy.allowedTolerations(),
                policy.allowedPriorityClasses(),
                policy.allowedRuntimeClasses(),
                policy.allowedPackages(),
                policy.requiredLabels(),
                policy.maxWorkers(),
                policy.maxUsers(),
                policy.maxRunTime(),
                policy.maxEphemeralVolume(),
                policy.forbiddenTimes().stream().map(ForbiddenTimeBody::of).toList());
    }
}
