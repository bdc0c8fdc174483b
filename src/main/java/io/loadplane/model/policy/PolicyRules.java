package io.loadplane.model.policy;

import io.loadplane.model.Durations;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.Wildcard;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.PackageNames;
import io.loadplane.model.loadtest.Quantity;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.policy.Mention.Subject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a policy has to say about a definition. */
public final class PolicyRules {

    /**
     * What may be named.
     *
     * @param word for people
     * @param field of the policy
     * @param reads an entry of the policy: which names it has in it
     */
    private record Allowance(
            Subject subject,
            String word,
            String code,
            String field,
            Function<Policy, List<String>> allowed,
            Function<String, Predicate<String>> reads) {

        /** Read once, however many names there are. */
        Predicate<String> of(Policy policy) {
            return allowed.apply(policy).stream()
                    .map(entry -> entry.equals("*") ? (Predicate<String>) name -> true : reads.apply(entry))
                    .reduce(name -> false, Predicate::or);
        }
    }

    // spotless:off
    private static final List<Allowance> ALLOWANCES = List.of(
            new Allowance(Subject.SECRET, "Secret", "object_not_allowed", "allowed_secrets", Policy::allowedSecrets, PolicyRules::named),
            new Allowance(Subject.CONFIG_MAP, "ConfigMap", "object_not_allowed", "allowed_config_maps", Policy::allowedConfigMaps, PolicyRules::named),
            new Allowance(Subject.SERVICE_ACCOUNT, "service account", "object_not_allowed", "allowed_service_accounts", Policy::allowedServiceAccounts, PolicyRules::named),
            new Allowance(Subject.VOLUME_CLAIM, "PersistentVolumeClaim", "object_not_allowed", "allowed_volume_claims", Policy::allowedVolumeClaims, PolicyRules::named),
            new Allowance(Subject.STORAGE_CLASS, "storage class", "class_not_allowed", "allowed_storage_classes", Policy::allowedStorageClasses, PolicyRules::named),
            new Allowance(Subject.POD_LABEL, "pod label", "label_not_allowed", "allowed_pod_labels", Policy::allowedPodLabels, Attribute::reads),
            new Allowance(Subject.POD_ANNOTATION, "pod annotation", "annotation_not_allowed", "allowed_pod_annotations", Policy::allowedPodAnnotations, Attribute::reads),
            new Allowance(Subject.INGRESS_ANNOTATION, "ingress annotation", "annotation_not_allowed", "allowed_ingress_annotations", Policy::allowedIngressAnnotations, Attribute::reads),
            new Allowance(Subject.IMAGE, "image", "image_not_allowed", "allowed_images", Policy::allowedImages, entry -> image -> ImageName.matches(entry, image)),
            new Allowance(Subject.TARGET_HOST, "target host", "target_not_allowed", "allowed_target_hosts", Policy::allowedTargetHosts, TargetHost::reads),
            new Allowance(Subject.INGRESS_HOST, "ingress host", "ingress_not_allowed", "allowed_ingress_hosts", Policy::allowedIngressHosts, PolicyRules::named),
            new Allowance(Subject.INGRESS_CLASS, "ingress class", "class_not_allowed", "allowed_ingress_classes", Policy::allowedIngressClasses, PolicyRules::named),
            new Allowance(Subject.TOLERATION, "toleration", "toleration_not_allowed", "allowed_tolerations", Policy::allowedTolerations, entry -> toleration -> Toleration.matches(entry, toleration)),
            new Allowance(Subject.PRIORITY_CLASS, "priority class", "class_not_allowed", "allowed_priority_classes", Policy::allowedPriorityClasses, PolicyRules::named),
            new Allowance(Subject.RUNTIME_CLASS, "runtime class", "class_not_allowed", "allowed_runtime_classes", Policy::allowedRuntimeClasses, PolicyRules::named),
            new Allowance(Subject.PACKAGE, "package", "package_not_allowed", "allowed_packages", Policy::allowedPackages, PolicyRules::packages));
    // spotless:on

    private static final int MOST_SHOWN = 20;

    private final Policy policy;
    private final String environment;
    private final Findings findings;

    private PolicyRules(Policy policy, String environment, Findings findings) {
        this.policy = policy;
        this.environment = environment;
        this.findings = findings;
    }

    /**
     * Finds everything that the policy does not allow.
     *
     * @param environment whose policy it is, for people
     */
    public static void check(Definition definition, Policy policy, String environment, Findings findings) {
        PolicyRules rules = new PolicyRules(policy, environment, findings);
        Settings settings = definition.settings();
        List<Mention> mentions = Mentions.of(definition);
        ALLOWANCES.forEach(allowance -> rules.checkNames(allowance, mentions));
        rules.checkNamed(settings);
        rules.checkLabels(settings);
        mentions.stream()
                .filter(mention -> mention.subject() == Subject.EPHEMERAL_VOLUME)
                .forEach(rules::checkEphemeralVolume);
        rules.checkMost("/replicas", settings.replicas(), policy.maxWorkers(), "workers");
        rules.checkMost("/users", settings.load().users(), policy.maxUsers(), "users");
        rules.checkTime(settings);
    }

    /** The rule for users that are changed while the load is on. */
    public static void checkUsers(int users, Policy policy, String environment, Findings findings) {
        new PolicyRules(policy, environment, findings).checkMost("/users", users, policy.maxUsers(), "users");
    }

    /** What is refused at one place is told at once: all lines of a requirements.txt have the same. */
    private void checkNames(Allowance allowance, List<Mention> mentions) {
        Predicate<String> allowed = allowance.of(policy);
        Map<String, Set<String>> refused = new LinkedHashMap<>();
        for (Mention mention : mentions) {
            boolean isAllowed =
                    mention.subject() != allowance.subject() || isRequired(mention) || allowed.test(mention.name());
            if (!isAllowed) {
                refused.computeIfAbsent(mention.pointer(), pointer -> new TreeSet<>())
                        .add(quoted(mention.name()));
            }
        }
        String listed = listed(allowance.allowed().apply(policy));
        refused.forEach((pointer, names) -> findings.error(
                pointer,
                allowance.code(),
                "the environment \"%s\" does not allow the %s %s; it allows %s (%s in its policy)"
                        .formatted(environment, allowance.word(), some(names), listed, allowance.field())));
    }

    /** What a policy requires it allows, within its pattern. */
    private boolean isRequired(Mention mention) {
        return mention.subject() == Subject.POD_LABEL
                && policy.requiredLabels()
                        .containsKey(mention.name().substring(0, mention.name().indexOf('=')));
    }

    /** Nobody knows where a load goes, or under which names a web page is found, that names no host. */
    private void checkNamed(Settings settings) {
        if (settings.load().host() == null && Policy.isRestricted(policy.allowedTargetHosts())) {
            findings.error(
                    "/host",
                    "target_not_allowed",
                    "host is required, because the environment \"%s\" does not allow every target host; it allows %s"
                            .formatted(environment, listed(policy.allowedTargetHosts())));
        }
        if (settings.ingress().enabled()
                && settings.ingress().className() == null
                && Policy.isRestricted(policy.allowedIngressClasses())) {
            findings.error(
                    "/ingress/class_name",
                    "class_not_allowed",
                    "ingress.class_name is required, because the environment \"%s\" does not allow every ingress class; it allows %s (allowed_ingress_classes in its policy)"
                            .formatted(environment, listed(policy.allowedIngressClasses())));
        }
        if (settings.ingress().enabled()
                && settings.ingress().hostname() == null
                && Policy.isRestricted(policy.allowedIngressHosts())) {
            findings.error(
                    "/ingress/hostname",
                    "ingress_not_allowed",
                    "ingress.hostname is required, because the environment \"%s\" does not allow every ingress host; it allows %s"
                            .formatted(environment, listed(policy.allowedIngressHosts())));
        }
    }

    private void checkLabels(Settings settings) {
        new TreeMap<>(policy.requiredLabels()).forEach((label, pattern) -> {
            String value = settings.labels().get(label);
            if (value == null) {
                findings.error(
                        "/labels" + Finding.step(label),
                        "label_required",
                        "the environment \"%s\" requires the label %s, with a value like \"%s\""
                                .formatted(environment, label, pattern));
            }
            checkLabel("/labels", label, pattern, settings.labels());
            settings.podMetadata()
                    .labels()
                    .forEach((role, labels) -> checkLabel("/pod_labels" + Finding.step(role), label, pattern, labels));
            settings.podTemplate().forEach((role, template) -> {
                if (template instanceof Map<?, ?> map
                        && map.get("metadata") instanceof Map<?, ?> metadata
                        && metadata.get("labels") instanceof Map<?, ?> labels) {
                    checkLabel("/pod_template%s/metadata/labels".formatted(Finding.step(role)), label, pattern, labels);
                }
            });
        });
    }

    private void checkLabel(String at, String label, String pattern, Map<?, ?> labels) {
        Object value = labels.get(label);
        if (value != null && !Wildcard.matches(pattern, value.toString())) {
            findings.error(
                    at + Finding.step(label),
                    "label_not_allowed",
                    "the environment \"%s\" wants the label %s with a value like \"%s\", not %s"
                            .formatted(environment, label, pattern, quoted(value.toString())));
        }
    }

    private void checkEphemeralVolume(Mention volume) {
        String most = policy.maxEphemeralVolume();
        if (most == null) {
            findings.error(
                    volume.pointer(),
                    "above_maximum",
                    "the environment \"%s\" allows no ephemeral volumes (max_ephemeral_volume in its policy)"
                            .formatted(environment));
        } else if (volume.name().isEmpty()) {
            findings.error(
                    volume.pointer(),
                    "required",
                    "an ephemeral volume must say its size (resources.requests.storage), because the environment \"%s\" allows at most %s"
                            .formatted(environment, most));
        } else if (!isWithin(volume.name(), most)) {
            findings.error(
                    volume.pointer(),
                    "above_maximum",
                    "the environment \"%s\" allows ephemeral volumes of at most %s, not %s (max_ephemeral_volume in its policy)"
                            .formatted(environment, most, quoted(volume.name())));
        }
    }

    /** What is no size is within none. */
    private static boolean isWithin(String size, String most) {
        return Quantity.parse(size)
                .filter(bytes -> bytes.compareTo(Quantity.parse(most).orElse(BigDecimal.ZERO)) <= 0)
                .isPresent();
    }

    private void checkMost(String pointer, int asked, @Nullable Integer most, String what) {
        if (most != null && asked > most) {
            findings.error(
                    pointer,
                    "above_maximum",
                    "the environment \"%s\" allows a run at most %d %s, not %d"
                            .formatted(environment, most, what, asked));
        }
    }

    /** A person drives an interactive run for as long as it is there. */
    private void checkTime(Settings settings) {
        Load load = settings.load();
        boolean interactive = settings.mode() == Settings.Mode.INTERACTIVE;
        Duration asked = interactive ? settings.deadline() : load.runTime();
        Duration most = policy.maxRunTime();
        if (most != null && asked.compareTo(most) > 0) {
            findings.error(
                    interactive ? "/deadline" : "/run_time",
                    "above_maximum",
                    "the environment \"%s\" allows a load of at most %s, not %s"
                            .formatted(environment, Durations.format(most), Durations.format(asked)));
        }
    }

    private static Predicate<String> named(String pattern) {
        return new Wildcard(pattern)::matches;
    }

    private static Predicate<String> packages(String pattern) {
        return named(pattern).or(named(PackageNames.normal(pattern)));
    }

    private static String quoted(String name) {
        return "\"%s\"".formatted(name.length() > 200 ? name.substring(0, 200) + "…" : name);
    }

    private static String some(Collection<String> names) {
        String shown = names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        return names.size() <= MOST_SHOWN ? shown : "%s and %d more".formatted(shown, names.size() - MOST_SHOWN);
    }

    private static String listed(List<String> allowed) {
        return allowed.isEmpty() ? "none" : some(allowed);
    }
}
