package io.loadplane.model.loadtest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a load test says besides its code, with all defaults filled in.
 *
 * @param environment name of the environment
 * @param clusterCredentialId null for the environment's own
 * @param namespace null for the environment's own
 * @param replicas how many workers are wanted; the master is always one more
 * @param podTemplate partial pod templates by role, merged over ours
 * @param workersWait how long to wait for all workers once the master is there
 * @param deadline how long a run may take altogether, from its start on the target
 */
public record Settings(
        String name,
        String environment,
        @Nullable String clusterCredentialId,
        @Nullable String namespace,
        @Nullable String description,
        Map<String, String> labels,
        Load load,
        Map<String, String> env,
        List<EnvFrom> envFrom,
        List<Mount> mounts,
        int replicas,
        RoleResources resources,
        Image image,
        Scheduling scheduling,
        PodMetadata podMetadata,
        Ingress ingress,
        Map<String, Object> helmValues,
        Map<String, Object> podTemplate,
        List<Criterion> criteria,
        Mode mode,
        Duration workersWait,
        Duration deadline) {

    /** Who drives the load. */
    public enum Mode {
        /** The load begins as soon as all workers are there, and ends by itself. */
        AUTOSTART,
        /** A person starts and stops it on Locust's web page, as often as they like. */
        INTERACTIVE
    }

    /** Variables from a Secret or a ConfigMap; exactly one of the two is named. */
    public record EnvFrom(
            @Nullable String secret,
            @Nullable String configMap,
            @Nullable String prefix) {}

    /** Files from a Secret or a ConfigMap; exactly one of the two is named. */
    public record Mount(@Nullable String secret, @Nullable String configMap, String path) {}

    /**
     * @param pullPolicy null for the cluster's own
     */
    public record Image(String name, @Nullable String pullPolicy, List<String> pullSecrets) {}

    /** Where pods may run. */
    public record Scheduling(
            Map<String, String> nodeSelector,
            List<Map<String, Object>> tolerations,
            Map<String, Object> affinity,
            @Nullable String runtimeClassName,
            @Nullable String priorityClassName) {}

    /** Labels and annotations of pods by role. */
    public record PodMetadata(Map<String, Map<String, String>> labels, Map<String, Map<String, String>> annotations) {}

    /** Whether and how Locust's own web page is reached from outside the cluster. */
    public record Ingress(
            boolean enabled,
            @Nullable String hostname,
            String path,
            @Nullable String className,
            Map<String, String> annotations,
            @Nullable String tlsSecret) {}

    public Settings {
        labels = Map.copyOf(labels);
        env = Map.copyOf(env);
        envFrom = List.copyOf(envFrom);
        mounts = List.copyOf(mounts);
        criteria = List.copyOf(criteria);
    }

    /** Whether Locust's web page is open to whoever has its login. */
    public boolean hasWebPage() {
        return ingress.enabled() || mode == Mode.INTERACTIVE;
    }

    /** These settings with the place of a run written out, so that it is found again whatever becomes of its environment. */
    public Settings at(String placeCredentialId, String placeNamespace, Duration placeDeadline) {
        return new Settings(
                name,
                environment,
                placeCredentialId,
                placeNamespace,
                description,
                labels,
                load,
                env,
                envFrom,
                mounts,
                replicas,
                resources,
                image,
                scheduling,
                podMetadata,
                ingress,
                helmValues,
                podTemplate,
                criteria,
                mode,
                workersWait,
                placeDeadline);
    }

    /** These settings with what one run changes. */
    public Settings with(Overrides overrides) {
        Load changedLoad = load.with(overrides);
        Map<String, String> changedEnv = overrides.env() == null ? env : merged(env, overrides.env());
        return new Settings(
                name,
                environment,
                clusterCredentialId,
                namespace,
                description,
                labels,
                changedLoad,
                changedEnv,
                envFrom,
                mounts,
                overrides.replicas() == null ? replicas : overrides.replicas(),
                resources,
                image,
                scheduling,
                podMetadata,
                ingress,
                helmValues,
                podTemplate,
                overrides.criteria() == null ? criteria : overrides.criteria(),
                mode,
                workersWait,
                deadlineFor(load, deadline, changedLoad));
    }

    /** A deadline that was left to us follows the run time; one that somebody set is kept, and checked again. */
    private static Duration deadlineFor(Load load, Duration deadline, Load changed) {
        boolean ours = deadline.equals(DefinitionDefaults.deadline(load.runTime(), load.stopTimeout()));
        return ours ? DefinitionDefaults.deadline(changed.runTime(), changed.stopTimeout()) : deadline;
    }

    private static Map<String, String> merged(Map<String, String> below, Map<String, String> above) {
        Map<String, String> all = new HashMap<>(below);
        all.putAll(above);
        return all;
    }
}
