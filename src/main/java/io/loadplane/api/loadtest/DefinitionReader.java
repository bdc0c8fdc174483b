package io.loadplane.api.loadtest;

import io.loadplane.api.loadtest.DefinitionBody.IngressBody;
import io.loadplane.api.loadtest.DefinitionBody.ResourcesBody;
import io.loadplane.api.loadtest.DefinitionBody.RoleMapBody;
import io.loadplane.api.loadtest.DefinitionBody.SchedulingBody;
import io.loadplane.api.run.CriterionBody;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.DefinitionDefaults;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.RoleResources;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what callers write to what the model means, with our defaults for what is left out. */
final class DefinitionReader {

    private DefinitionReader() {}

    static Definition read(DefinitionBody body, String environment, DefinitionDefaults defaults) {
        return new Definition(source(body), settings(body, environment, defaults));
    }

    private static Source source(DefinitionBody body) {
        return new Source(
                body.mainPyContent(),
                or(body.libFilesContent()),
                or(body.libFilesBase64()),
                or(body.pipPackages()),
                body.requirementsContent());
    }

    private static Settings settings(DefinitionBody body, String environment, DefinitionDefaults defaults) {
        Load load = load(body);
        return new Settings(
                body.name(),
                environment,
                body.clusterCredentialId(),
                body.namespace(),
                body.description(),
                or(body.labels()),
                load,
                or(body.env()),
                or(body.envFrom()).stream()
                        .map(from -> new Settings.EnvFrom(from.secret(), from.configMap(), from.prefix()))
                        .toList(),
                or(body.mounts()).stream()
                        .map(mount -> new Settings.Mount(mount.secret(), mount.configMap(), mount.path()))
                        .toList(),
                or(body.replicas(), DefinitionDefaults.REPLICAS),
                body.resources() == null
                        ? new RoleResources(resources(null), resources(null))
                        : new RoleResources(
                                resources(body.resources().master()),
                                resources(body.resources().worker())),
                new Settings.Image(
                        or(body.image(), defaults.image()), body.imagePullPolicy(), or(body.imagePullSecrets())),
                scheduling(body.scheduling()),
                new Settings.PodMetadata(byRole(body.podLabels()), byRole(body.podAnnotations())),
                ingress(body.ingress()),
                or(body.helmValues()),
                or(body.podTemplate()),
                CriterionBody.toCriteria(or(body.criteria())),
                or(body.mode(), Settings.Mode.AUTOSTART),
                or(body.workersWait(), DefinitionDefaults.WORKERS_WAIT),
                or(body.deadline(), deadline(body, load)));
    }

    private static Duration deadline(DefinitionBody body, Load load) {
        return body.mode() == Settings.Mode.INTERACTIVE
                ? DefinitionDefaults.INTERACTIVE_DEADLINE
                : DefinitionDefaults.deadline(load.runTime(), load.stopTimeout());
    }

    private static Load load(DefinitionBody body) {
        int users = or(body.users(), DefinitionDefaults.USERS);
        Duration runTime = or(body.runTime(), DefinitionDefaults.RUN_TIME);
        return new Load(
                body.host(),
                users,
                or(body.spawnRate(), Load.defaultSpawnRate(users)),
                runTime,
                or(body.stopTimeout(), DefinitionDefaults.STOP_TIMEOUT),
                or(body.tags()),
                or(body.excludeTags()),
                or(body.userClasses()));
    }

    private static RoleResources.Resources resources(@Nullable ResourcesBody body) {
        return body == null
                ? new RoleResources.Resources(Map.of(), Map.of())
                : new RoleResources.Resources(or(body.requests()), or(body.limits()));
    }

    private static Settings.Scheduling scheduling(@Nullable SchedulingBody body) {
        return body == null
                ? new Settings.Scheduling(Map.of(), List.of(), Map.of(), null, null)
                : new Settings.Scheduling(
                        or(body.nodeSelector()),
                        or(body.tolerations()),
                        or(body.affinity()),
                        body.runtimeClassName(),
                        body.priorityClassName());
    }

    private static Settings.Ingress ingress(@Nullable IngressBody body) {
        return body == null
                ? new Settings.Ingress(false, null, "/", null, Map.of(), null)
                : new Settings.Ingress(
                        or(body.enabled(), true),
                        body.hostname(),
                        or(body.path(), "/"),
                        body.className(),
                        or(body.annotations()),
                        body.tlsSecret());
    }

    private static Map<String, Map<String, String>> byRole(@Nullable RoleMapBody body) {
        Map<String, Map<String, String>> byRole = new HashMap<>();
        byRole.put("master", body == null ? Map.of() : or(body.master()));
        byRole.put("worker", body == null ? Map.of() : or(body.worker()));
        return byRole;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static <K, V> Map<K, V> or(@Nullable Map<K, V> value) {
        return value == null ? Map.of() : value;
    }

    private static <T> List<T> or(@Nullable List<T> value) {
        return value == null ? List.of() : value;
    }
}
