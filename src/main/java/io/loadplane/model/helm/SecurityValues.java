package io.loadplane.model.helm;

import static io.loadplane.model.helm.Rule.only;
import static io.loadplane.model.helm.Rule.takes;

import io.loadplane.model.helm.Rule.Becomes;
import io.loadplane.model.helm.Rule.Step;
import io.loadplane.model.helm.Written.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As whom Locust runs. What pods of a run always have may be said again; nothing may be said that takes it away. */
final class SecurityValues {

    static final List<Rule> RULES = rules();

    private SecurityValues() {}

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(List.of(
                inPod("fsGroup", ValueType.NUMBER, "group of the files in volumes"),
                inPod("fsGroupChangePolicy", ValueType.TEXT, "when their group is set"),
                inPod("runAsUser", ValueType.NUMBER, "user id, not 0"),
                inPod("runAsGroup", ValueType.NUMBER, "group id, not 0"),
                inContainer("runAsUser", ValueType.NUMBER, "user id of Locust, not 0"),
                inContainer("runAsGroup", ValueType.NUMBER, "group id of Locust, not 0"),
                inContainer("readOnlyRootFilesystem", ValueType.FLAG, "whether only volumes can be written"),
                only("securityContext.privileged", "no pod of a run may be privileged", false),
                only("securityContext.allowPrivilegeEscalation", "no pod of a run may gain privileges", false),
                only("securityContext.capabilities", "all capabilities are dropped", Map.of("drop", List.of("ALL")))));
        for (String place : List.of("podSecurityContext", "securityContext")) {
            rules.add(only(place + ".runAsNonRoot", "no pod of a run may run as root", true));
            rules.add(only(
                    place + ".seccompProfile",
                    "every pod of a run has the runtime's own",
                    Map.of("type", "RuntimeDefault")));
        }
        return List.copyOf(rules);
    }

    private static Rule inPod(String name, ValueType type, String meaning) {
        String path = "podSecurityContext." + name;
        Step step = step(path, (tree, role) -> DefinitionTree.pod(role, "/securityContext/" + name));
        return takes(path, type, meaning, new Becomes("securityContext in pod_template of both roles", step));
    }

    private static Rule inContainer(String name, ValueType type, String meaning) {
        String path = "securityContext." + name;
        Step step = step(path, (tree, role) -> tree.container(role, "/securityContext/" + name));
        return takes(path, type, meaning, new Becomes("securityContext of the containers in pod_template", step));
    }

    private static Step step(String path, Place place) {
        return (values, tree, findings) -> values.scalar(path).ifPresent(value -> {
            if (isRoot(path, value)) {
                findings.error(value.pointer(), "unsupported_value", "%s must not be 0, which is root".formatted(path));
                return;
            }
            DefinitionTree.ROLES.forEach(role -> tree.put(place.of(tree, role), value, findings));
        });
    }

    private static boolean isRoot(String path, Scalar value) {
        return path.contains(".runAs") && value.value() instanceof Integer id && id < 1;
    }

    /** Where in the definition a value lies for a role. */
    private interface Place {
        String of(DefinitionTree tree, String role);
    }
}
