package io.loadplane.kubernetes.manifest;

import com.google.gson.JsonParseException;
import io.loadplane.model.Findings;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cluster needs of a definition: everything that can be known before anything is created. */
public final class DefinitionManifestRules {

    private DefinitionManifestRules() {}

    public static void check(Definition definition, Target target, Limits limits, Findings findings) {
        Settings settings = definition.settings();
        for (int i = 0; i < settings.envFrom().size(); i++) {
            checkForeign("/env_from/" + i + "/secret", settings.envFrom().get(i).secret(), findings);
        }
        for (int i = 0; i < settings.mounts().size(); i++) {
            checkForeign("/mounts/" + i + "/secret", settings.mounts().get(i).secret(), findings);
            if ((settings.mounts().get(i).path() + "/").startsWith("/loadplane/")) {
                findings.error("/mounts/" + i + "/path", "reserved_name", "paths below /loadplane are ours");
            }
        }
        PodTemplateRules.check(settings.podTemplate(), target.environment(), findings);
        Settings.Scheduling scheduling = settings.scheduling();
        read("/scheduling/affinity", () -> Trees.readAffinity(scheduling.affinity()), findings);
        for (int i = 0; i < scheduling.tolerations().size(); i++) {
            int index = i;
            read(
                    "/scheduling/tolerations/" + i,
                    () -> Trees.readTolerations(List.of(scheduling.tolerations().get(index))),
                    findings);
        }
        if (findings.errorCount() == 0) {
            read("/pod_template", () -> LocustManifests.of(Deployment.shown(definition, target), limits), findings);
        }
    }

    /** The token of another run would open that run's agent. */
    private static void checkForeign(String at, @Nullable String secret, Findings findings) {
        if (secret != null && RunNames.runOf(secret).isPresent()) {
            findings.error(at, "object_not_allowed", "the Secret \"%s\" belongs to a run".formatted(secret));
        }
    }

    private static void read(String at, Runnable reading, Findings findings) {
        try {
            reading.run();
        } catch (IllegalArgumentException | JsonParseException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            findings.error(at, "malformed_object", "this is not what Kubernetes expects here: " + message);
        }
    }
}
