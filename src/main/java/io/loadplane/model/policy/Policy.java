package io.loadplane.model.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs of an environment may ask for. A "*" in a name stands for any part of it; a list that holds just "*" allows
 * everything, an empty one nothing. What lies in the namespace beside the runs (Secrets, ConfigMaps, service accounts,
 * volume claims, further namespaces) and what steers other programs of the cluster (annotations, labels with a prefix) is
 * closed until it is named; all else is open until it is restricted.
 *
 * @param allowedPodLabels labels with a prefix, such as {@code sidecar.istio.io/inject}, each as an {@link Attribute}; those
 *     without one are for people and always allowed
 * @param allowedPodAnnotations each as an {@link Attribute}, as are those of the ingress
 * @param allowedVolumeClaims PersistentVolumeClaims that pods may mount
 * @param allowedStorageClasses of ephemeral volumes that name one; without a name they get the default class of the cluster
 * @param maxEphemeralVolume how large each ephemeral volume may be, as a quantity; null for none of any size
 * @param allowedTargetHosts each as a {@link TargetHost}
 * @param allowedTolerations each as a {@link Toleration}
 * @param allowedPackages names of packages; what those need themselves is not looked at
 * @param requiredLabels names of labels, and what their values must be like
 * @param maxWorkers per run; null for no limit, as with the other two
 * @param maxRunTime of the load; for interactive runs, which have none, their whole time
 * @param forbiddenTimes at which no run starts; what runs then goes on
 */
public record Policy(
        List<String> allowedNamespaces,
        List<String> allowedSecrets,
        List<String> allowedConfigMaps,
        List<String> allowedServiceAccounts,
        List<String> allowedVolumeClaims,
        List<String> allowedStorageClasses,
        List<String> allowedPodLabels,
        List<String> allowedPodAnnotations,
        List<String> allowedIngressAnnotations,
        List<String> allowedImages,
        List<String> allowedTargetHosts,
        List<String> allowedIngressHosts,
        List<String> allowedIngressClasses,
        List<String> allowedTolerations,
        List<String> allowedPriorityClasses,
        List<String> allowedRuntimeClasses,
        List<String> allowedPackages,
        Map<String, String> requiredLabels,
        @Nullable Integer maxWorkers,
        @Nullable Integer maxUsers,
        @Nullable Duration maxRunTime,
        @Nullable String maxEphemeralVolume,
        List<ForbiddenTime> forbiddenTimes) {

    public static final List<String> ANY = List.of("*");

    /** What nobody has said anything about. */
    public static final Policy CLOSED = names(List.of(), null);

    /** Where names mean nothing, as on this machine. */
    public static final Policy OPEN = names(ANY, "1Ei");

    /** Policies of former releases have not all of this. */
    public Policy {
        allowedNamespaces = or(allowedNamespaces, List.of());
        allowedSecrets = or(allowedSecrets, List.of());
        allowedConfigMaps = or(allowedConfigMaps, List.of());
        allowedServiceAccounts = or(allowedServiceAccounts, List.of());
        allowedVolumeClaims = or(allowedVolumeClaims, List.of());
        allowedStorageClasses = or(allowedStorageClasses, List.of());
        allowedPodLabels = or(allowedPodLabels, List.of());
        allowedPodAnnotations = or(allowedPodAnnotations, List.of());
        allowedIngressAnnotations = or(allowedIngressAnnotations, List.of());
        allowedImages = or(allowedImages, ANY);
        allowedTargetHosts = or(allowedTargetHosts, ANY);
        allowedIngressHosts = or(allowedIngressHosts, ANY);
        allowedIngressClasses = or(allowedIngressClasses, ANY);
        allowedTolerations = or(allowedTolerations, ANY);
        allowedPriorityClasses = or(allowedPriorityClasses, ANY);
        allowedRuntimeClasses = or(allowedRuntimeClasses, ANY);
        allowedPackages = or(allowedPackages, ANY);
        requiredLabels = requiredLabels == null ? Map.of() : Map.copyOf(requiredLabels);
        forbiddenTimes = or(forbiddenTimes, List.of());
    }

    /** What keeps a script from other target hosts. */
    public enum Enforcement {
        /** Only what a definition names is looked at; its script can go elsewhere. */
        CHECK,
        /** Pods reach nothing but the allowed ranges of addresses. */
        NETWORK
    }

    /** Empty where any target host is allowed. */
    public Optional<Enforcement> enforcement() {
        if (!targetRanges().isEmpty()) {
            return Optional.of(Enforcement.NETWORK);
        }
        return isRestricted(allowedTargetHosts) ? Optional.of(Enforcement.CHECK) : Optional.empty();
    }

    /** The only addresses that pods may reach; empty when they may reach all. */
    public List<AddressRange> targetRanges() {
        return allowedTargetHosts.stream()
                .map(TargetHost::parse)
                .filter(TargetHost.Addresses.class::isInstance)
                .map(host -> ((TargetHost.Addresses) host).range())
                .toList();
    }

    /**
     * A time at which no run starts.
     *
     * @param until when it is over; null when no other time follows
     */
    public record Closed(@Nullable Instant until) {

        public String sentence(String environment) {
            return "the environment \"%s\" starts no runs %s"
                    .formatted(environment, until == null ? "at any time" : "before " + until);
        }
    }

    /** Empty when runs may start. */
    public Optional<Closed> closed(Instant now) {
        Instant open = now;
        Instant nextWeek = now.plus(Duration.ofDays(8));
        Optional<Instant> end = endOfForbidden(now);
        while (end.isPresent() && open.isBefore(nextWeek)) {
            open = end.get();
            end = endOfForbidden(open);
        }
        if (open.equals(now)) {
            return Optional.empty();
        }
        return Optional.of(new Closed(end.isPresent() ? null : open));
    }

    private Optional<Instant> endOfForbidden(Instant time) {
        return forbiddenTimes.stream()
                .flatMap(forbidden -> forbidden.endAt(time).stream())
                .max(Comparator.naturalOrder());
    }

    static boolean isRestricted(List<String> allowed) {
        return !allowed.contains("*");
    }

    private static <T> List<T> or(@Nullable List<T> given, List<T> otherwise) {
        return given == null ? otherwise : List.copyOf(given);
    }

    private static Policy names(List<String> allowed, @Nullable String ephemeralVolume) {
        return new Policy(
                List.of(),
                allowed,
                allowed,
                allowed,
                allowed,
                allowed,
                allowed,
                allowed,
                allowed,
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
                Map.of(),
                null,
                null,
                null,
                ephemeralVolume,
                List.of());
    }
}
