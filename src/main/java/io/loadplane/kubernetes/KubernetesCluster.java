package io.loadplane.kubernetes;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1Pod;
import io.loadplane.kubernetes.access.Admission;
import io.loadplane.kubernetes.access.AgentAccess;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Connections;
import io.loadplane.kubernetes.manifest.DefinitionManifestRules;
import io.loadplane.kubernetes.manifest.LocustManifests;
import io.loadplane.kubernetes.manifest.ManifestText;
import io.loadplane.kubernetes.manifest.RunOutputs;
import io.loadplane.kubernetes.watch.RunObjects;
import io.loadplane.kubernetes.watch.RunReader;
import io.loadplane.kubernetes.watch.Views;
import io.loadplane.model.Findings;
import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.AgentOutput;
import io.loadplane.model.cluster.AgentReply;
import io.loadplane.model.cluster.Check;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Orphan;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialDraft;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.run.Outputs;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunLog;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Any Kubernetes cluster whose credential a caller names, from version 1.29 on. */
@Singleton
class KubernetesCluster implements Cluster {

    private final KubernetesSettings settings;
    private final String probeImage;
    private final Admission admission;
    private final Connections connections;
    private final Views views;
    private final Clock clock;
    private final RunReader reader;
    private final AgentAccess agents = new AgentAccess();

    KubernetesCluster(
            KubernetesSettings settings,
            @Value("${loadplane.locust.image}") String probeImage,
            Admission admission,
            Connections connections,
            Views views,
            Clock clock) {
        this.probeImage = probeImage;
        this.settings = settings;
        this.admission = admission;
        this.connections = connections;
        this.views = views;
        this.clock = clock;
        this.reader = new RunReader(settings.patience());
    }

    @Override
    public Set<ClusterCredential.Kind> kinds() {
        return EnumSet.complementOf(EnumSet.of(ClusterCredential.Kind.LOCAL));
    }

    @Override
    public Admitted admit(CredentialDraft draft, Findings findings) {
        return admission.admit(draft, findings);
    }

    @Override
    public List<Check> verify(Target target, boolean probe) {
        try {
            return new Verification(connection(target), target, probeImage).run(probe);
        } catch (ClusterException e) {
            return List.of(Verification.failed("credential", e));
        }
    }

    @Override
    public String permissions(Target target, boolean bootstrap) {
        Permissions permissions = new Permissions(target.namespace());
        Connection connection = connection(target);
        return bootstrap
                ? permissions.ofNewIdentity(connection.server())
                : permissions.of(target.credential(), connection);
    }

    @Override
    public String permissions(String namespace) {
        return new Permissions(namespace).ofNewIdentity(Permissions.SERVER_OF_KUBECTL);
    }

    @Override
    public List<Orphan> orphans(Target target) {
        return new Orphans(connection(target), target).list();
    }

    @Override
    public void remove(Target target, Orphan orphan) {
        new Removal(connection(target), orphan.namespace()).remove(orphan.run());
    }

    @Override
    public void check(Definition definition, Target target, Findings findings) {
        DefinitionManifestRules.check(definition, target, settings.limits(), findings);
    }

    @Override
    public String pythonOf(String image) {
        return "";
    }

    @Override
    public List<String> manifests(Deployment deployment) {
        return LocustManifests.of(deployment, settings.limits()).stream()
                .map(ManifestText::write)
                .toList();
    }

    @Override
    public List<String> render(Deployment deployment) {
        return LocustManifests.of(deployment, settings.limits()).stream()
                .map(ManifestText::pack)
                .toList();
    }

    @Override
    public void createMaster(Deployment deployment, List<String> rendered) {
        new Creation(connection(deployment.target()), deployment).createMaster(objects(rendered));
        views.await(deployment.target(), deployment.id(), RunObjects::hasMaster);
    }

    @Override
    public void createWorkers(Deployment deployment, List<String> rendered) {
        new Creation(connection(deployment.target()), deployment).createWorkers(objects(rendered));
        views.await(deployment.target(), deployment.id(), RunObjects::hasWorkers);
    }

    @Override
    public Observation observe(Placement placement) {
        RunObjects objects = views.of(placement.target(), placement.id());
        Observation seen = reader.read(objects, placement.replicas(), clock.instant());
        boolean nothing = objects.isEmpty();
        return nothing && isNamespaceGone(placement.target())
                ? new Observation(
                        new Component(Observation.Phase.ABSENT, null, null, namespaceGone(placement.target())),
                        seen.workers())
                : seen;
    }

    @Override
    public AgentReply callAgent(Placement placement, AgentCall call) {
        Target target = placement.target();
        Optional<V1Pod> pod = views.of(target, placement.id()).master();
        if (pod.isEmpty()) {
            return AgentReply.SILENCE;
        }
        String name = String.valueOf(pod.get().getMetadata().getName());
        AgentAccess.Pod agent =
                new AgentAccess.Pod(target.namespace(), name, placement.agentToken(), RunReader.startOf(pod.get()));
        return agents.call(connection(target), agent, call, clock.instant());
    }

    @Override
    public void terminate(Placement placement) {
        Target target = placement.target();
        views.of(target, placement.id())
                .master()
                .ifPresent(pod -> new Removal(connection(target), target.namespace()).evict(pod));
    }

    @Override
    public RunLog log(Placement placement, RunLog.Component component, int index, int maxBytes) {
        Target target = placement.target();
        List<V1Pod> pods = views.of(target, placement.id()).pods(component, index);
        return new PodLogs(connection(target), target.namespace()).tail(pods, component, index, maxBytes);
    }

    @Override
    public byte[] recoverFinal(Placement placement) {
        Target target = placement.target();
        PodLogs logs = new PodLogs(connection(target), target.namespace());
        return views.of(target, placement.id())
                .master()
                .map(pod -> logs.read(pod, "locust"))
                .map(log -> AgentOutput.finalRecord(new String(log, StandardCharsets.UTF_8).lines()))
                .orElse(new byte[0]);
    }

    @Override
    public boolean delete(Placement placement) {
        Target target = placement.target();
        return new Removal(connection(target), target.namespace()).remove(placement.id());
    }

    @Override
    public Outputs outputs(Deployment deployment) {
        return RunOutputs.of(deployment);
    }

    @Override
    public void onChange(ChangeListener listener) {
        views.onChange(listener);
    }

    private Connection connection(Target target) {
        return connections.of(target.credential());
    }

    private boolean isNamespaceGone(Target target) {
        try {
            V1Namespace namespace = connection(target).findNamespace(target.namespace());
            return namespace == null || namespace.getMetadata().getDeletionTimestamp() != null;
        } catch (ClusterException e) {
            // Who may not look at namespaces learns of it when creating something there.
            return false;
        }
    }

    private static Reason namespaceGone(Target target) {
        return Reason.of(ReasonCode.NAMESPACE_MISSING, "the namespace %s is gone".formatted(target.namespace()));
    }

    private static List<KubernetesObject> objects(List<String> rendered) {
        return rendered.stream().map(ManifestText::unpack).toList();
    }
}
