package io.loadplane.kubernetes.manifest;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.loadtest.EnvironmentVariableRules;
import io.loadplane.model.loadtest.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a pod template may say of containers: of ours little, of further init containers more. */
final class ContainerRules {

    private static final Set<String> OURS = new TreeSet<>(Set.of(
            "name",
            "image",
            "imagePullPolicy",
            "env",
            "envFrom",
            "volumeMounts",
            "resources",
            "securityContext",
            "lifecycle"));

    private static final Set<String> INIT = new TreeSet<>(Set.of(
            "name",
            "image",
            "imagePullPolicy",
            "command",
            "args",
            "workingDir",
            "env",
            "envFrom",
            "volumeMounts",
            "resources",
            "securityContext",
            "restartPolicy",
            "startupProbe",
            "readinessProbe",
            "livenessProbe",
            "lifecycle"));

    private static final Set<String> VARIABLE_SOURCES =
            new TreeSet<>(Set.of("configMapKeyRef", "fieldRef", "resourceFieldRef", "secretKeyRef"));

    private static final Set<String> SOURCES = new TreeSet<>(Set.of("configMapRef", "prefix", "secretRef"));

    /** Without mountPropagation, which reaches the node or comes from it. */
    private static final Set<String> MOUNT =
            new TreeSet<>(Set.of("mountPath", "name", "readOnly", "recursiveReadOnly", "subPath", "subPathExpr"));

    private static final List<String> HANDLERS = List.of("startupProbe", "readinessProbe", "livenessProbe");

    private final ForeignObjects foreign;
    private final Findings findings;

    ContainerRules(ForeignObjects foreign, Findings findings) {
        this.foreign = foreign;
        this.findings = findings;
    }

    void checkMain(String at, Map<?, ?> container) {
        if (!PodTemplates.CONTAINER.equals(container.get("name"))) {
            findings.error(
                    at + "/name",
                    "unknown_container",
                    "the only container is \"locust\"; a sidecar is an entry of initContainers with restartPolicy: Always, so that it ends with the run");
            return;
        }
        Trees.checkFields(at, container, OURS, findings);
        check(at, container, true);
    }

    void checkInit(String at, Map<?, ?> container) {
        if (PodTemplates.CONTAINER.equals(container.get("name"))) {
            findings.error(at + "/name", "reserved_name", "\"locust\" is the container of Locust itself");
        }
        boolean ours = PodTemplates.INSTALLER.equals(container.get("name"));
        Trees.checkFields(at, container, ours ? OURS : INIT, findings);
        check(at, container, ours);
    }

    private void check(String at, Map<?, ?> container, boolean ours) {
        if (container.get("image") instanceof String image && !ImageReference.matches(image)) {
            findings.error(at + "/image", "malformed_image", ImageReference.EXPECTED);
        }
        if (container.get("resources") instanceof Map<?, ?> resources) {
            Trees.checkFields(at + "/resources", resources, Set.of("limits", "requests"), findings);
        }
        if (container.get("securityContext") instanceof Map<?, ?> context) {
            SecurityRules.checkContainer(at + "/securityContext", context, findings);
        }
        Trees.forEach(
                at + "/env", container.get("env"), findings, (place, variable) -> checkVariable(place, variable, ours));
        Trees.forEach(at + "/envFrom", container.get("envFrom"), findings, this::checkSource);
        MountPaths paths = new MountPaths(findings);
        Trees.forEach(
                at + "/volumeMounts",
                container.get("volumeMounts"),
                findings,
                (place, mount) -> checkMount(place, mount, paths));
        HANDLERS.forEach(field -> checkHosts(at + "/" + field, container.get(field)));
        if (container.get("lifecycle") instanceof Map<?, ?> lifecycle) {
            lifecycle.forEach(
                    (hook, handler) -> checkHosts(at + "/lifecycle" + Finding.step(hook.toString()), handler));
        }
    }

    private void checkVariable(String at, Map<?, ?> variable, boolean ours) {
        String name = String.valueOf(variable.get("name"));
        if (ours && EnvironmentVariableRules.isReserved(name)) {
            findings.error(
                    at + "/name",
                    "reserved_name",
                    "%s is reserved: it would change how Loadplane runs Locust or Python".formatted(name));
        }
        if (variable.get("valueFrom") instanceof Map<?, ?> source) {
            Trees.checkFields(at + "/valueFrom", source, VARIABLE_SOURCES, findings);
            foreign.checkSecret(at + "/valueFrom", source, "secretKeyRef", "name");
        }
    }

    private void checkSource(String at, Map<?, ?> source) {
        Trees.checkFields(at, source, SOURCES, findings);
        foreign.checkSecret(at, source, "secretRef", "name");
    }

    private void checkMount(String at, Map<?, ?> mount, MountPaths paths) {
        Trees.checkFields(at, mount, MOUNT, findings);
        if (VolumeRules.isOurs(String.valueOf(mount.get("name")))) {
            findings.error(at + "/name", "reserved_name", "volumes of Loadplane cannot be mounted again");
        }
        if (mount.get("mountPath") instanceof String path) {
            paths.check(at + "/mountPath", path);
        }
    }

    /** The node would ask any address on behalf of whoever wrote it. */
    private void checkHosts(String at, @Nullable Object handler) {
        for (String kind : List.of("httpGet", "tcpSocket")) {
            if (handler instanceof Map<?, ?> map
                    && map.get(kind) instanceof Map<?, ?> action
                    && action.containsKey("host")) {
                findings.error(
                        at + "/" + kind + "/host",
                        "host_not_allowed",
                        "a pod may ask only itself here; leave host out");
            }
        }
    }
}
