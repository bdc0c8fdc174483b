package io.loadplane.kubernetes.manifest;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Security contexts as the restricted Pod Security Standard has them (kubernetes.io/docs/concepts/security/pod-security-standards). */
final class SecurityRules {

    private static final Predicate<Object> ANY = value -> true;
    private static final Predicate<Object> NOT_ROOT = value -> value instanceof Number number && number.longValue() > 0;

    private static final Map<String, Predicate<Object>> SHARED = Map.of(
            "runAsUser",
            NOT_ROOT,
            "runAsGroup",
            ANY,
            "runAsNonRoot",
            Boolean.TRUE::equals,
            "seccompProfile",
            SecurityRules::isConfined);

    private static final Map<String, Predicate<Object>> POD = Map.of(
            "fsGroup", ANY,
            "fsGroupChangePolicy", ANY,
            "supplementalGroups", ANY,
            "supplementalGroupsPolicy", ANY);

    private static final Map<String, Predicate<Object>> CONTAINER = Map.of(
            "allowPrivilegeEscalation", Boolean.FALSE::equals,
            "privileged", Boolean.FALSE::equals,
            "readOnlyRootFilesystem", Boolean.class::isInstance,
            "capabilities", SecurityRules::onlyDrops);

    private SecurityRules() {}

    static void checkPod(String at, Map<?, ?> context, Findings findings) {
        check(at, context, POD, findings);
    }

    static void checkContainer(String at, Map<?, ?> context, Findings findings) {
        check(at, context, CONTAINER, findings);
    }

    private static void check(String at, Map<?, ?> context, Map<String, Predicate<Object>> own, Findings findings) {
        context.forEach((key, value) -> {
            @Nullable
            Predicate<Object> rule =
                    own.containsKey(key.toString()) ? own.get(key.toString()) : SHARED.get(key.toString());
            if (rule == null || !rule.test(value)) {
                findings.error(
                        at + Finding.step(key.toString()),
                        "not_restricted",
                        "%s: %s is more than the restricted pod security level allows".formatted(key, value));
            }
        });
    }

    private static boolean isConfined(@Nullable Object profile) {
        return profile instanceof Map<?, ?> map
                && Set.of("RuntimeDefault", "Localhost").contains(String.valueOf(map.get("type")));
    }

    private static boolean onlyDrops(@Nullable Object capabilities) {
        return capabilities instanceof Map<?, ?> map
                && (!map.containsKey("add")
                        || List.of().equals(map.get("add"))
                        || List.of("NET_BIND_SERVICE").equals(map.get("add")))
                && (!map.containsKey("drop") || map.get("drop") instanceof List<?> drop && drop.contains("ALL"));
    }
}
