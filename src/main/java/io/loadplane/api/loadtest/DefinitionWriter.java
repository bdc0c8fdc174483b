package io.loadplane.api.loadtest;

import io.loadplane.api.loadtest.DefinitionBody.EnvFromBody;
import io.loadplane.api.loadtest.DefinitionBody.IngressBody;
import io.loadplane.api.loadtest.DefinitionBody.MountBody;
import io.loadplane.api.loadtest.DefinitionBody.ResourcesBody;
import io.loadplane.api.loadtest.DefinitionBody.RoleMapBody;
import io.loadplane.api.loadtest.DefinitionBody.RoleResourcesBody;
import io.loadplane.api.loadtest.DefinitionBody.SchedulingBody;
import io.loadplane.api.run.CriterionBody;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.RoleResources.Resources;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From the model back to what callers see: every field, with what came out. */
final class DefinitionWriter {

    private DefinitionWriter() {}

    static DefinitionBody write(Definition definition) {
        Source source = definition.source();
        Settings settings = definition.settings();
        Load load = settings.load();
        // spotless:off
        return new DefinitionBody(
                settings.name(), settings.environment(), settings.clusterCredentialId(), settings.namespace(),
                settings.description(), new TreeMap<>(settings.labels()),
                source.mainPy(), new TreeMap<>(source.libFiles()), new TreeMap<>(source.libFilesBase64()),
                source.pipPackages(), source.requirements(),
                load.host(), load.users(), load.spawnRate(), load.runTime(), load.stopTimeout(),
                load.tags(), load.excludeTags(), load.userClasses(),
                new TreeMap<>(settings.env()), envFrom(settings.envFrom()), mounts(settings.mounts()),
                settings.replicas(),
                new RoleResourcesBody(
                        resources(settings.resources().master()), resources(settings.resources().worker())),
                settings.image().name(), settings.image().pullPolicy(), settings.image().pullSecrets(),
                scheduling(settings.scheduling()),
                byRole(settings.podMetadata().labels()), byRole(settings.podMetadata().annotations()),
                ingress(settings.ingress()), settings.helmValues(), settings.podTemplate(),
                settings.criteria().stream().map(CriterionBody::of).toList(),
                settings.mode(), settings.workersWait(), settings.deadline());
        // spotless:on
    }

    private static List<EnvFromBody> envFrom(List<Settings.EnvFrom> sources) {
        return sources.stream()
                .map(from -> new EnvFromBody(from.secret(), from.configMap(), from.prefix()))
                .toList();
    }

    private static List<MountBody> mounts(List<Settings.Mount> mounts) {
        return mounts.stream()
                .map(mount -> new MountBody(mount.secret(), mount.configMap(), mount.path()))
                .toList();
    }

    private static ResourcesBody resources(Resources resources) {
        return new ResourcesBody(new TreeMap<>(resources.requests()), new TreeMap<>(resources.limits()));
    }

    private static SchedulingBody scheduling(Settings.Scheduling scheduling) {
        return new SchedulingBody(
                scheduling.nodeSelector(),
                scheduling.tolerations(),
                scheduling.affinity(),
                scheduling.runtimeClassName(),
                scheduling.priorityClassName());
    }

    private static RoleMapBody byRole(Map<String, Map<String, String>> byRole) {
        return new RoleMapBody(byRole.getOrDefault("master", Map.of()), byRole.getOrDefault("worker", Map.of()));
    }

    private static IngressBody ingress(Settings.Ingress ingress) {
        return new IngressBody(
                ingress.enabled(),
                ingress.hostname(),
                ingress.path(),
                ingress.className(),
                ingress.annotations(),
                ingress.tlsSecret());
    }
}
