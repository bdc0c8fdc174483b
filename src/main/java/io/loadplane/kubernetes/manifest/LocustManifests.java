package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodFailurePolicy;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyOnPodConditionsPattern;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.loadplane.model.Words;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.RunLog.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that is created for a run, in the order of its creation; from the deployment alone. Code, programs
 * and secrets are added when it is created: they do not belong into what is shown and kept.
 */
public final class LocustManifests {

    public static final String TOKEN_KEY = "token";
    public static final String PASSWORD_KEY = "ui-password";

    private final Deployment deployment;
    private final Settings settings;
    private final RunNames names;
    private final Limits limits;
    private final PodTemplates pods;

    private LocustManifests(Deployment deployment, Limits limits) {
        this.deployment = deployment;
        this.settings = deployment.settings();
        this.names = new RunNames(deployment.id());
        this.limits = limits;
        this.pods = new PodTemplates(deployment, limits);
    }

    /** The master Job comes first, because it owns all others, and is suspended until they are there. */
    public static List<KubernetesObject> of(Deployment deployment, Limits limits) {
        LocustManifests manifests = new LocustManifests(deployment, limits);
        NetworkManifests network = new NetworkManifests(deployment);
        List<KubernetesObject> objects = new ArrayList<>();
        objects.add(manifests.masterJob());
        objects.add(manifests.agent());
        objects.add(network.service());
        objects.add(network.policy());
        objects.addAll(EgressManifests.of(deployment));
        objects.addAll(network.ui());
        objects.add(manifests.workerJob());
        return objects;
    }

    /** What everything of a run is labelled with. */
    public static Map<String, String> labels(Deployment deployment) {
        Map<String, String> labels = new TreeMap<>(deployment.settings().labels());
        labels.put("app.kubernetes.io/name", "locust");
        labels.put(RunNames.MANAGED_BY, RunNames.LOADPLANE);
        labels.put(RunNames.RUN, deployment.id().value());
        labels.put(RunNames.INSTALLATION, deployment.installation());
        return labels;
    }

    static Map<String, String> labels(Deployment deployment, Component component) {
        Map<String, String> labels = labels(deployment);
        labels.put(RunNames.COMPONENT, Words.of(component));
        return labels;
    }

    private V1Job masterJob() {
        long podLimit = limits.masterPod(settings);
        return new V1Job()
                .apiVersion("batch/v1")
                .kind("Job")
                .metadata(metadata(Component.MASTER))
                .spec(new V1JobSpec()
                        .suspend(true)
                        .parallelism(1)
                        .completions(1)
                        .backoffLimit(0)
                        .activeDeadlineSeconds(limits.job(podLimit))
                        .ttlSecondsAfterFinished(limits.keepFinishedSeconds())
                        .template(template(Component.MASTER)));
    }

    /** Indexes stand alone: one that has failed for good must not take the others with it. */
    private V1Job workerJob() {
        long podLimit = limits.workerPod(settings);
        V1PodFailurePolicyRule disruption = new V1PodFailurePolicyRule()
                .action("Ignore")
                .onPodConditions(List.of(new V1PodFailurePolicyOnPodConditionsPattern()
                        .type("DisruptionTarget")
                        .status("True")));
        return new V1Job()
                .apiVersion("batch/v1")
                .kind("Job")
                .metadata(metadata(Component.WORKER))
                .spec(new V1JobSpec()
                        .completionMode("Indexed")
                        .parallelism(settings.replicas())
                        .completions(settings.replicas())
                        .backoffLimitPerIndex(3)
                        .podFailurePolicy(new V1PodFailurePolicy().rules(List.of(disruption)))
                        .activeDeadlineSeconds(limits.job(podLimit))
                        .ttlSecondsAfterFinished(limits.keepFinishedSeconds())
                        .template(template(Component.WORKER)));
    }

    private V1PodTemplateSpec template(Component component) {
        return PodTemplateMerge.over(pods.of(component), settings.podTemplate().get(Words.of(component)));
    }

    private V1ObjectMeta metadata(Component component) {
        return metadata(deployment, names.job(component)).labels(labels(deployment, component));
    }

    /** Name, namespace and labels of an object of the run. */
    public static V1ObjectMeta metadata(Deployment deployment, String name) {
        return new V1ObjectMeta()
                .name(name)
                .namespace(deployment.target().namespace())
                .labels(labels(deployment));
    }

    private V1ConfigMap agent() {
        return new V1ConfigMap()
                .apiVersion("v1")
                .kind("ConfigMap")
                .metadata(metadata(deployment, names.agent()))
                .immutable(true);
    }
}
