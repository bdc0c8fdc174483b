package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1ConfigMapEnvSource;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1EnvFromSource;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1LocalObjectReference;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1SecretEnvSource;
import io.kubernetes.client.openapi.models.V1SecretKeySelector;
import io.loadplane.model.Words;
import io.loadplane.model.cluster.CriterionVariables;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.LocustArguments;
import io.loadplane.model.loadtest.RoleResources;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.RunLog.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pods of one run, before a caller's pod template is merged over them. */
final class PodTemplates {

    static final String CONTAINER = "locust";
    static final String INSTALLER = "packages";

    private static final String WORKERS_PORT = Integer.toString(NetworkManifests.WORKERS);
    private static final String WEB_PORT = Integer.toString(NetworkManifests.WEB);

    /** Nobody who keeps quiet about resources should get none, nor be killed for a little too much. */
    private static final Map<String, String> DEFAULT_REQUESTS = Map.of("cpu", "100m", "memory", "128Mi");

    private final Deployment deployment;
    private final Settings settings;
    private final RunNames names;
    private final Limits limits;
    private final PodVolumes volumes;

    PodTemplates(Deployment deployment, Limits limits) {
        this.deployment = deployment;
        this.settings = deployment.settings();
        this.names = new RunNames(deployment.id());
        this.limits = limits;
        this.volumes = new PodVolumes(deployment);
    }

    V1PodTemplateSpec of(Component component) {
        String role = Words.of(component);
        Map<String, String> labels = new TreeMap<>(settings.labels());
        labels.putAll(settings.podMetadata().labels().getOrDefault(role, Map.of()));
        labels.putAll(LocustManifests.labels(deployment, component));
        // A sidecar would live on when Locust has ended, and stand between workers and master.
        labels.put("sidecar.istio.io/inject", "false");
        Map<String, String> annotations = new TreeMap<>(Map.of(
                "cluster-autoscaler.kubernetes.io/safe-to-evict", "false",
                "karpenter.sh/do-not-disrupt", "true",
                "linkerd.io/inject", "disabled",
                "sidecar.istio.io/inject", "false"));
        annotations.putAll(settings.podMetadata().annotations().getOrDefault(role, Map.of()));
        return new V1PodTemplateSpec()
                .metadata(new V1ObjectMeta().labels(labels).annotations(annotations))
                .spec(spec(component));
    }

    private V1PodSpec spec(Component component) {
        boolean master = component == Component.MASTER;
        Settings.Scheduling scheduling = settings.scheduling();
        V1PodSpec spec = new V1PodSpec()
                .restartPolicy("Never")
                .activeDeadlineSeconds(master ? limits.masterPod(settings) : limits.workerPod(settings))
                .terminationGracePeriodSeconds(master ? limits.grace(settings) : 10)
                .automountServiceAccountToken(false)
                .enableServiceLinks(false)
                .securityContext(podSecurity())
                .volumes(volumes.all())
                .containers(List.of(container(component)));
        if (!deployment.source().requirementLines().isEmpty()) {
            spec.initContainers(List.of(installer(component)));
        }
        if (!settings.image().pullSecrets().isEmpty()) {
            spec.imagePullSecrets(settings.image().pullSecrets().stream()
                    .map(name -> new V1LocalObjectReference().name(name))
                    .toList());
        }
        if (!scheduling.nodeSelector().isEmpty()) {
            spec.nodeSelector(new TreeMap<>(scheduling.nodeSelector()));
        }
        return spec.runtimeClassName(scheduling.runtimeClassName())
                .priorityClassName(scheduling.priorityClassName())
                .tolerations(Trees.readTolerations(scheduling.tolerations()))
                .affinity(Trees.readAffinity(scheduling.affinity()));
    }

    private V1PodSecurityContext podSecurity() {
        Integer user = deployment.target().pods().runAsUser();
        V1PodSecurityContext context = RestrictedSecurity.ofPod();
        return user == null
                ? context
                : context.runAsUser(user.longValue())
                        .runAsGroup(user.longValue())
                        .fsGroup(user.longValue());
    }

    private V1Container container(Component component) {
        boolean master = component == Component.MASTER;
        List<String> command = new ArrayList<>(List.of("python3", PodVolumes.AGENT + "/agent.py"));
        String script = PodVolumes.CODE + "/main.py";
        command.addAll(
                master
                        ? LocustArguments.master(script, settings, masterOptions())
                        : LocustArguments.worker(
                                script,
                                settings,
                                List.of("--master-host", names.service(), "--master-port", WORKERS_PORT)));
        V1Container container = base(CONTAINER, component)
                .command(command)
                .env(environment(component))
                .envFrom(envFrom())
                .volumeMounts(volumes.ofLocust());
        return master
                ? container.ports(List.of(
                        new V1ContainerPort().name("workers").containerPort(NetworkManifests.WORKERS),
                        new V1ContainerPort().name("web").containerPort(NetworkManifests.WEB)))
                : container;
    }

    private List<String> masterOptions() {
        List<String> options = new ArrayList<>(List.of("--master-bind-port", WORKERS_PORT, "--web-port", WEB_PORT));
        if (settings.ingress().enabled() && !settings.ingress().path().equals("/")) {
            options.addAll(List.of("--web-base-path", settings.ingress().path()));
        }
        return options;
    }

    /** The image's own pip installs what the image's own Python will load. */
    private V1Container installer(Component component) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", "/tmp");
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        String index = deployment.target().pods().packageIndex();
        if (index != null) {
            environment.put("PIP_INDEX_URL", index);
            if (index.startsWith("http:")) {
                environment.put("PIP_TRUSTED_HOST", java.net.URI.create(index).getHost());
            }
        }
        if (deployment.target().pods().pipConfigSecret() != null) {
            environment.put("PIP_CONFIG_FILE", PodVolumes.PIP + "/pip.conf");
        }
        return base(INSTALLER, component)
                .command(List.of(
                        "python3",
                        PodVolumes.AGENT + "/install.py",
                        PodVolumes.AGENT + "/requirements.txt",
                        PodVolumes.PACKAGES))
                .env(environment.entrySet().stream()
                        .map(entry -> new V1EnvVar().name(entry.getKey()).value(entry.getValue()))
                        .toList())
                .volumeMounts(volumes.ofInstaller());
    }

    private V1Container base(String name, Component component) {
        RoleResources.Resources resources = component == Component.MASTER
                ? settings.resources().master()
                : settings.resources().worker();
        return new V1Container()
                .name(name)
                .image(settings.image().name())
                .imagePullPolicy(settings.image().pullPolicy())
                .resources(resources(resources))
                .securityContext(RestrictedSecurity.ofContainer().readOnlyRootFilesystem(true))
                .terminationMessagePolicy("FallbackToLogsOnError");
    }

    private static V1ResourceRequirements resources(RoleResources.Resources resources) {
        Map<String, String> requests = new TreeMap<>(resources.requests());
        DEFAULT_REQUESTS.forEach((name, quantity) -> {
            if (!resources.limits().containsKey(name)) {
                requests.putIfAbsent(name, quantity);
            }
        });
        return new V1ResourceRequirements()
                .requests(quantities(requests))
                .limits(resources.limits().isEmpty() ? null : quantities(resources.limits()));
    }

    private static Map<String, Quantity> quantities(Map<String, String> texts) {
        Map<String, Quantity> quantities = new TreeMap<>();
        texts.forEach((name, text) -> quantities.put(name, new Quantity(text)));
        return quantities;
    }

    private List<V1EnvVar> environment(Component component) {
        boolean master = component == Component.MASTER;
        Map<String, String> values = new LinkedHashMap<>(new TreeMap<>(settings.env()));
        values.put("HOME", "/tmp");
        values.put("LOADPLANE_RUN_ID", deployment.id().value());
        values.put("LOADPLANE_BUNDLE", PodVolumes.BUNDLE);
        values.put("LOADPLANE_CODE_DIR", PodVolumes.CODE);
        values.put("LOADPLANE_SITE", PodVolumes.PACKAGES);
        if (settings.mode() == Settings.Mode.INTERACTIVE) {
            values.put("LOADPLANE_MODE", "interactive");
        }
        values.put("LOADPLANE_LINGER", Long.toString(limits.linger().toSeconds()));
        if (master) {
            values.put("LOADPLANE_WORKERS", Integer.toString(settings.replicas()));
            values.putAll(CriterionVariables.of(settings));
        }
        values.put("PYTHONUNBUFFERED", "1");
        values.put("PYTHONDONTWRITEBYTECODE", "1");
        values.put("PYTHONFAULTHANDLER", "1");
        List<V1EnvVar> variables = new ArrayList<>();
        values.forEach((name, value) -> variables.add(new V1EnvVar().name(name).value(value)));
        if (master) {
            variables.add(fromSecret("LOADPLANE_TOKEN", LocustManifests.TOKEN_KEY));
        }
        if (master && settings.hasWebPage()) {
            variables.add(fromSecret("LOADPLANE_UI_PASSWORD", LocustManifests.PASSWORD_KEY));
        }
        return variables;
    }

    private V1EnvVar fromSecret(String name, String key) {
        return new V1EnvVar()
                .name(name)
                .valueFrom(new V1EnvVarSource()
                        .secretKeyRef(
                                new V1SecretKeySelector().name(names.secret()).key(key)));
    }

    private List<V1EnvFromSource> envFrom() {
        return settings.envFrom().stream()
                .map(from -> new V1EnvFromSource()
                        .prefix(from.prefix())
                        .secretRef(from.secret() == null ? null : new V1SecretEnvSource().name(from.secret()))
                        .configMapRef(
                                from.configMap() == null ? null : new V1ConfigMapEnvSource().name(from.configMap())))
                .toList();
    }
}
