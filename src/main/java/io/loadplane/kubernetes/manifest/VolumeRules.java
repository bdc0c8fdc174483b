package io.loadplane.kubernetes.manifest;

import io.loadplane.model.Findings;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What volumes a pod template may bring: none of the host, none of ours, and no Secrets of other runs. */
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

    /** Nothing that names another claim, snapshot or volume, whose content it would bring. */
    private static final Set<String> CLAIM = new TreeSet<>(Set.of("accessModes", "resources", "storageClassName"));

    private static final Set<String> PROJECTIONS = new TreeSet<>(Set.of("configMap", "secret", "downwardAPI"));

    private final ForeignObjects foreign;
    private final Findings findings;

    VolumeRules(ForeignObjects foreign, Findings findings) {
        this.foreign = foreign;
        this.findings = findings;
    }

    void check(String at, Map<?, ?> volume) {
        if (isOurs(String.valueOf(volume.get("name")))) {
            findings.error(at + "/name", "reserved_name", "volumes named loadplane-… and mount-… are ours");
        }
        Trees.checkFields(at, volume, KINDS, findings);
        foreign.checkSecret(at, volume, "secret", "secretName");
        if (volume.get("projected") instanceof Map<?, ?> projected) {
            Trees.forEach(at + "/projected/sources", projected.get("sources"), findings, this::checkProjection);
        }
        if (volume.get("ephemeral") instanceof Map<?, ?> ephemeral
                && ephemeral.get("volumeClaimTemplate") instanceof Map<?, ?> template) {
            checkClaim(at + "/ephemeral/volumeClaimTemplate", template);
        }
    }

    static boolean isOurs(String name) {
        return name.startsWith("loadplane-") || name.startsWith("mount-");
    }

    private void checkClaim(String at, Map<?, ?> template) {
        Trees.checkFields(at, template, Set.of("spec"), findings);
        if (template.get("spec") instanceof Map<?, ?> spec) {
            Trees.checkFields(at + "/spec", spec, CLAIM, findings);
        }
    }

    private void checkProjection(String at, Map<?, ?> source) {
        Trees.checkFields(at, source, PROJECTIONS, findings);
        foreign.checkSecret(at, source, "secret", "name");
    }
}
