package io.loadplane.model.policy;

import com.google.re2j.Pattern;
import io.loadplane.model.Durations;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.Wildcard;
import io.loadplane.model.loadtest.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a policy itself must be written, so that what is meant to close a door does. */
public final class PolicyEntries {

    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9*]([-a-z0-9.*]{0,251}[a-z0-9*])?");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9._:/@*-]{0,499}");
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9._*:/@+-]{0,199}");
    private static final Pattern LABEL =
            Pattern.compile("(?:[a-z0-9][-a-z0-9.]{0,252}/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("[-A-Za-z0-9_.*]{1,63}");

    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_TIMES = 100;

    private PolicyEntries() {}

    public static void check(Policy policy, Findings findings) {
        checkNames("/policy/allowed_namespaces", policy.allowedNamespaces(), findings);
        checkNames("/policy/allowed_secrets", policy.allowedSecrets(), findings);
        checkNames("/policy/allowed_config_maps", policy.allowedConfigMaps(), findings);
        checkNames("/policy/allowed_service_accounts", policy.allowedServiceAccounts(), findings);
        checkNames("/policy/allowed_volume_claims", policy.allowedVolumeClaims(), findings);
        checkNames("/policy/allowed_storage_classes", policy.allowedStorageClasses(), findings);
        checkNames("/policy/allowed_ingress_classes", policy.allowedIngressClasses(), findings);
        checkNames("/policy/allowed_ingress_hosts", policy.allowedIngressHosts(), findings);
        checkNames("/policy/allowed_priority_classes", policy.allowedPriorityClasses(), findings);
        checkNames("/policy/allowed_runtime_classes", policy.allowedRuntimeClasses(), findings);
        checkEach(
                "/policy/allowed_target_hosts",
                policy.allowedTargetHosts(),
                "malformed_host",
                TargetHost::parse,
                findings);
        checkShapes(policy, findings);
        checkLabels(policy, findings);
        checkLimits(policy, findings);
    }

    private static void checkLimits(Policy policy, Findings findings) {
        checkMost("max_workers", policy.maxWorkers(), findings);
        checkMost("max_users", policy.maxUsers(), findings);
        if (policy.forbiddenTimes().size() > MOST_TIMES) {
            findings.error(
                    "/policy/forbidden_times",
                    "too_many",
                    "there are %d forbidden times; at most %d are allowed"
                            .formatted(policy.forbiddenTimes().size(), MOST_TIMES));
        }
        if (policy.maxEphemeralVolume() != null
                && Quantity.parse(policy.maxEphemeralVolume()).isEmpty()) {
            findings.error(
                    "/policy/max_ephemeral_volume",
                    "malformed_quantity",
                    "max_ephemeral_volume is \"%s\"; it must be a size such as \"10Gi\"; leave it out for no ephemeral volumes"
                            .formatted(policy.maxEphemeralVolume()));
        }
        Duration time = policy.maxRunTime();
        if (time != null && time.compareTo(Duration.ofSeconds(1)) < 0) {
            findings.error(
                    "/policy/max_run_time",
                    "out_of_range",
                    "max_run_time is %s; it must be at least 1s; leave it out for no maximum"
                            .formatted(Durations.format(time)));
        }
    }

    private static void checkShapes(Policy policy, Findings findings) {
        checkAttributes("/policy/allowed_pod_labels", policy.allowedPodLabels(), findings);
        checkAttributes("/policy/allowed_pod_annotations", policy.allowedPodAnnotations(), findings);
        checkAttributes("/policy/allowed_ingress_annotations", policy.allowedIngressAnnotations(), findings);
        checkAll(
                "/policy/allowed_images",
                policy.allowedImages(),
                IMAGE,
                "an image is written like \"registry.example/team/*\" or \"locustio/locust:2.*\"",
                findings);
        checkAll(
                "/policy/allowed_tolerations",
                policy.allowedTolerations(),
                Toleration.SHAPE,
                "a toleration is written like \"dedicated\", \"dedicated=load\" or \"dedicated=load:NoSchedule\"",
                findings);
        checkAll(
                "/policy/allowed_packages",
                policy.allowedPackages(),
                PACKAGE,
                "a package is written by its name, without a version, like \"requests\" or \"acme-*\"",
                findings);
    }

    private static void checkAttributes(String pointer, List<String> entries, Findings findings) {
        checkAll(
                pointer,
                entries,
                Attribute.SHAPE,
                "it is written like \"prometheus.io/*\", or \"cert-manager.io/cluster-issuer=staging-*\" if only such values are meant",
                findings);
    }

    /** The name of an object in a cluster, or a pattern of such. */
    public static void checkObjectName(String pointer, @Nullable String name, Findings findings) {
        if (name != null && !OBJECT_NAME.matcher(name).matches()) {
            findings.error(
                    pointer,
                    "malformed_name",
                    "\"%s\" is not a name; use lower-case letters, digits, \"-\" and \".\"; a star stands for any part of it"
                            .formatted(name));
        }
    }

    private static void checkNames(String pointer, List<String> names, Findings findings) {
        checkSize(pointer, names, findings);
        for (int i = 0; i < names.size(); i++) {
            checkObjectName(pointer + "/" + i, names.get(i), findings);
        }
    }

    private static void checkAll(String pointer, List<String> entries, Pattern shape, String right, Findings findings) {
        checkEach(
                pointer,
                entries,
                "malformed_name",
                entry -> {
                    if (!shape.matcher(entry).matches()) {
                        throw new IllegalArgumentException("\"%s\" is no such entry; %s".formatted(entry, right));
                    }
                },
                findings);
    }

    /** Reading says what is wrong with an entry. */
    private static void checkEach(
            String pointer, List<String> entries, String code, Consumer<String> reading, Findings findings) {
        checkSize(pointer, entries, findings);
        for (int i = 0; i < entries.size(); i++) {
            try {
                if (!entries.get(i).equals("*")) {
                    reading.accept(entries.get(i));
                }
            } catch (IllegalArgumentException e) {
                findings.error(pointer + "/" + i, code, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void checkLabels(Policy policy, Findings findings) {
        policy.requiredLabels().forEach((label, pattern) -> {
            if (!LABEL.matcher(label).matches() || !LABEL_VALUE.matcher(pattern).matches()) {
                findings.error(
                        "/policy/required_labels" + Finding.step(label),
                        "malformed_label",
                        "a required label is written like {\"team\": \"*\"} or {\"cost-center\": \"cc-*\"}");
            }
        });
    }

    /** Everything that a definition names is compared with each entry. */
    private static void checkSize(String pointer, List<String> entries, Findings findings) {
        if (entries.size() > MOST_ENTRIES) {
            findings.error(
                    pointer,
                    "too_many",
                    "there are %d entries; at most %d are allowed".formatted(entries.size(), MOST_ENTRIES));
        }
        for (int i = 0; i < entries.size(); i++) {
            if (Wildcard.hasTooManyStars(entries.get(i))) {
                findings.error(
                        pointer + "/" + i,
                        "too_many_stars",
                        "an entry may have at most %d stars; one stands for any part of a name"
                                .formatted(Wildcard.MOST_STARS));
            }
        }
    }

    private static void checkMost(String field, @Nullable Integer most, Findings findings) {
        if (most != null && most < 1) {
            findings.error(
                    "/policy/" + field,
                    "out_of_range",
                    "%s is %d; it must be at least 1; leave it out for no maximum".formatted(field, most));
        }
    }
}
