package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a partial pod template may say: what a pod may have on a cluster of the restricted level, and nothing that takes
 * a run out of our hands. What is not named here is refused, so that a later field of Kubernetes is refused too.
 */
public final class PodTemplateRules {

    private static final Set<String> METADATA = Set.of("labels", "annotations");

    private static final Set<String> SPEC = new TreeSet<>(List.of(
            "affinity",
            "containers",
            "dnsConfig",
            "dnsPolicy",
            "hostAliases",
            "imagePullSecrets",
            "initContainers",
            "nodeSelector",
            "preemptionPolicy",
            "priorityClassName",
            "runtimeClassName",
            "schedulerName",
            "securityContext",
            "serviceAccountName",
            "tolerations",
            "topologySpreadConstraints",
            "volumes"));

    private static final List<String> OUR_LABELS = List.of(
            "loadplane.io/",
            "batch.kubernetes.io/",
            RunNames.MANAGED_BY,
            "app.kubernetes.io/name",
            "job-name",
            "controller-uid");

    private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private final Findings findings;
    private final Shape shape;
    private final ContainerRules containers;
    private final VolumeRules volumes;

    private PodTemplateRules(Findings findings) {
        this.findings = findings;
        this.shape = new Shape(findings);
        ForeignObjects foreign = new ForeignObjects(findings);
        this.containers = new ContainerRules(foreign, findings);
        this.volumes = new VolumeRules(foreign, findings);
    }

    /** Finds everything in the templates of both roles that is not allowed. */
    public static void check(Map<String, Object> podTemplate, Findings findings) {
        PodTemplateRules rules = new PodTemplateRules(findings);
        podTemplate.forEach((role, template) -> {
            String at = "/pod_template" + Finding.step(role);
            if (!role.equals("master") && !role.equals("worker")) {
                findings.error(at, "unknown_field", "pod_template has the roles master and worker");
            } else if (template instanceof Map<?, ?> map) {
                rules.shape.check(at, map, V1PodTemplateSpec.class);
                rules.checkTemplate(at, map);
            } else {
                findings.error(at, "wrong_type", "pod_template.%s must be an object".formatted(role));
            }
        });
        rules.shape.end();
    }

    private void checkTemplate(String at, Map<?, ?> template) {
        Trees.checkFields(at, template, Set.of("metadata", "spec"), findings);
        if (template.get("metadata") instanceof Map<?, ?> metadata) {
            Trees.checkFields(at + "/metadata", metadata, METADATA, findings);
            if (metadata.get("labels") instanceof Map<?, ?> labels) {
                checkLabels(at + "/metadata/labels", labels, findings);
            }
            if (metadata.get("annotations") instanceof Map<?, ?> annotations) {
                checkAnnotations(at + "/metadata/annotations", annotations, findings);
            }
        }
        if (template.get("spec") instanceof Map<?, ?> spec) {
            checkSpec(at + "/spec", spec);
        }
    }

    static void checkLabels(String at, Map<?, ?> labels, Findings findings) {
        labels.keySet().forEach(key -> {
            if (OUR_LABELS.stream().anyMatch(ours -> key.toString().startsWith(ours))) {
                findings.error(
                        at + Finding.step(key.toString()),
                        "reserved_name",
                        "the label %s is ours: runs are found and removed by it".formatted(key));
            }
        });
    }

    /** Clusters before 1.30 confine containers by annotation. */
    static void checkAnnotations(String at, Map<?, ?> annotations, Findings findings) {
        annotations.forEach((key, value) -> {
            if (key.toString().startsWith(APPARMOR)
                    && !"runtime/default".equals(value)
                    && !String.valueOf(value).startsWith("localhost/")) {
                findings.error(
                        at + Finding.step(key.toString()),
                        "not_restricted",
                        "%s may be runtime/default or localhost/…; all else is more than the restricted pod security level allows"
                                .formatted(key));
            }
        });
    }

    private void checkSpec(String at, Map<?, ?> spec) {
        Trees.checkFields(at, spec, SPEC, findings);
        if (spec.get("securityContext") instanceof Map<?, ?> context) {
            SecurityRules.checkPod(at + "/securityContext", context, findings);
        }
        Trees.forEach(at + "/volumes", spec.get("volumes"), findings, volumes::check);
        Trees.forEach(at + "/containers", spec.get("containers"), findings, containers::checkMain);
        Trees.forEach(at + "/initContainers", spec.get("initContainers"), findings, containers::checkInit);
    }
}
