package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1Toleration;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Settings;

/** What a cluster needs of a definition: everything that can be known before anything is created. */
public final class DefinitionManifestRules {

    private DefinitionManifestRules() {}

    public static void check(Definition definition, Target target, Limits limits, Findings findings) {
        Settings settings = definition.settings();
        for (int i = 0; i < settings.envFrom().size(); i++) {
            ForeignObjects.checkOwner(
                    "/env_from/" + i + "/secret", settings.envFrom().get(i).secret(), findings);
        }
        MountPaths paths = new MountPaths(findings);
        for (int i = 0; i < settings.mounts().size(); i++) {
            ForeignObjects.checkOwner(
                    "/mounts/" + i + "/secret", settings.mounts().get(i).secret(), findings);
            paths.check("/mounts/" + i + "/path", settings.mounts().get(i).path());
        }
        checkMetadata(settings, findings);
        PodTemplateRules.check(settings.podTemplate(), findings);
        checkScheduling(settings.scheduling(), findings);
        EgressManifests.warn(definition, target, findings);
        if (findings.errorCount() == 0) {
            read("/pod_template", () -> LocustManifests.of(Deployment.shown(definition, target), limits), findings);
        }
    }

    private static void checkMetadata(Settings settings, Findings findings) {
        PodTemplateRules.checkLabels("/labels", settings.labels(), findings);
        settings.podMetadata()
                .labels()
                .forEach((role, labels) ->
                        PodTemplateRules.checkLabels("/pod_labels" + Finding.step(role), labels, findings));
        settings.podMetadata()
                .annotations()
                .forEach((role, annotations) -> PodTemplateRules.checkAnnotations(
                        "/pod_annotations" + Finding.step(role), annotations, findings));
    }

    private static void checkScheduling(Settings.Scheduling scheduling, Findings findings) {
        Shape shape = new Shape(findings);
        shape.check("/scheduling/affinity", scheduling.affinity(), V1Affinity.class);
        for (int i = 0; i < scheduling.tolerations().size(); i++) {
            shape.check("/scheduling/tolerations/" + i, scheduling.tolerations().get(i), V1Toleration.class);
        }
        shape.end();
    }

    private static void read(String at, Runnable reading, Findings findings) {
        try {
            reading.run();
            // The client throws anything for what it does not expect.
        } catch (RuntimeException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            findings.error(at, "malformed_object", "this is not what Kubernetes expects here: " + message);
        }
    }
}
