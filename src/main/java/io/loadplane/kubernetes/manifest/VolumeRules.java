package io.loadplane.kubernetes.manifest;

import io.loadplane.model.Findings;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.PolicyRules;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What volumes a pod template may bring: none of the host, none of ours, and only Secrets that the environment allows. */
final class VolumeRules {

    private static final Set<String> KINDS = new TreeSet<>(Set.of(
            "name",
            "configMap",
            "secret",
            "emptyDir",
            "projected",
            "downwardAPI",
            "persistentVolumeClaim",
            "ephemeral"));

    private static final Set<String> PROJECTIONS = new TreeSet<>(Set.of("configMap", "secret", "downwardAPI"));

    private final Environment environment;
    private final Findings findings;

    VolumeRules(Environment environment, Findings findings) {
        this.environment = environment;
        this.findings = findings;
    }

    void check(String at, Map<?, ?> volume) {
        if (isOurs(String.valueOf(volume.get("name")))) {
            findings.error(at + "/name", "reserved_name", "volumes named loadplane-… and mount-… are ours");
        }
        Trees.checkFields(at, volume, KINDS, findings);
        checkSecret(at + "/secret/secretName", ContainerRules.nameOf(volume.get("secret"), "secretName"));
        checkConfigMap(at + "/configMap/name", ContainerRules.nameOf(volume.get("configMap"), "name"));
        if (volume.get("projected") instanceof Map<?, ?> projected) {
            Trees.forEach(at + "/projected/sources", projected.get("sources"), findings, this::checkProjection);
        }
    }

    static boolean isOurs(String name) {
        return name.startsWith("loadplane-") || name.startsWith("mount-");
    }

    private void checkProjection(String at, Map<?, ?> source) {
        Trees.checkFields(at, source, PROJECTIONS, findings);
        checkSecret(at + "/secret/name", ContainerRules.nameOf(source.get("secret"), "name"));
        checkConfigMap(at + "/configMap/name", ContainerRules.nameOf(source.get("configMap"), "name"));
    }

    private void checkSecret(String at, @Nullable String name) {
        if (name != null && RunNames.runOf(name).isPresent()) {
            findings.error(at, "object_not_allowed", "the Secret \"%s\" belongs to a run".formatted(name));
        } else {
            PolicyRules.checkSecret(at, name, environment, findings);
        }
    }

    private void checkConfigMap(String at, @Nullable String name) {
        PolicyRules.checkConfigMap(at, name, environment, findings);
    }
}
