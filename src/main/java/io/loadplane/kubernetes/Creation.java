package io.loadplane.kubernetes;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1OwnerReference;
import io.kubernetes.client.openapi.models.V1Secret;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Resource;
import io.loadplane.kubernetes.manifest.AgentFiles;
import io.loadplane.kubernetes.manifest.CodeParts;
import io.loadplane.kubernetes.manifest.LocustManifests;
import io.loadplane.kubernetes.manifest.RunNames;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Creates the objects of one run. Nothing is ever applied twice: each is created under its name, and one that is there
 * already is left as it is. The master Job is suspended until everything it needs is there, so that being cut off
 * anywhere leaves nothing running.
 */
final class Creation {

    private static final String RESUME =
            "[{\"op\":\"test\",\"path\":\"/spec/suspend\",\"value\":true},{\"op\":\"replace\",\"path\":\"/spec/suspend\",\"value\":false}]";

    private final Connection connection;
    private final Deployment deployment;
    private final RunNames names;
    private final String namespace;

    Creation(Connection connection, Deployment deployment) {
        this.connection = connection;
        this.deployment = deployment;
        this.names = new RunNames(deployment.id());
        this.namespace = deployment.target().namespace();
    }

    void createMaster(List<KubernetesObject> objects) {
        if (deployment.target().pods().createNamespace()) {
            createNamespace();
        }
        V1Job master = createJob(find(objects, names.master()));
        if (!Boolean.TRUE.equals(master.getSpec().getSuspend())) {
            return;
        }
        V1OwnerReference owner = ownedBy(master);
        createAll(belongings(objects), owner);
        String path = Resource.JOBS.path(namespace, names.master());
        connection.patch("resume the Job " + names.master(), path, RESUME);
    }

    void createWorkers(List<KubernetesObject> objects) {
        V1Job master = connection.find(Resource.JOBS.path(namespace, names.master()), V1Job.class);
        if (master == null) {
            throw new ClusterException(
                    Reason.of(ReasonCode.DELETED_EXTERNALLY, "the Job of the master is gone"),
                    new IllegalStateException(names.master()));
        }
        create(Resource.JOBS, find(objects, names.worker()), ownedBy(master));
    }

    /** All that the Jobs need, with what is not kept with the run. */
    private List<KubernetesObject> belongings(List<KubernetesObject> rendered) {
        List<KubernetesObject> objects = new ArrayList<>(List.of(secret()));
        objects.addAll(CodeParts.of(deployment));
        for (KubernetesObject object : rendered) {
            if (object instanceof V1ConfigMap agent) {
                agent.setData(AgentFiles.of(deployment.source()));
            }
            if (!(object instanceof V1Job)) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** Side by side: none needs another, and each is a journey of its own to the cluster. */
    private void createAll(List<KubernetesObject> objects, V1OwnerReference owner) {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> created = new ArrayList<>();
            for (KubernetesObject object : objects) {
                created.add(calls.submit(() -> create(resourceOf(object), object, owner)));
            }
            for (Future<?> each : created) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ClusterException refusal ? refusal : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private V1Job createJob(KubernetesObject job) {
        Connection.Answer answer = create(Resource.JOBS, job, null);
        V1Job created = answer.status() == 409
                ? connection.find(Resource.JOBS.path(namespace, names.master()), V1Job.class)
                : connection.read(answer, V1Job.class);
        return Objects.requireNonNull(created, "a Job that was just there");
    }

    private Connection.Answer create(Resource resource, KubernetesObject object, @Nullable V1OwnerReference owner) {
        V1ObjectMeta metadata = object.getMetadata();
        if (owner != null) {
            metadata.setOwnerReferences(List.of(owner));
        }
        String name = String.valueOf(metadata.getName());
        String doing = "create the %s %s".formatted(resource.kind(), name);
        Connection.Answer answer = connection.create(doing, resource.path(namespace), object);
        if (answer.status() == 409) {
            requireOurs(resource, name, answer);
        }
        return answer;
    }

    /** Secrets cannot be read with what we may do; their name alone carries the run's id, which nobody else has. */
    private void requireOurs(Resource resource, String name, Connection.Answer conflict) {
        if (resource == Resource.SECRETS) {
            return;
        }
        V1ObjectMeta found = connection.findMetadata(resource.path(namespace, name));
        if (found == null || !RunNames.runOf(found).equals(Optional.of(deployment.id()))) {
            throw new ClusterException(
                    Reason.of(
                            ReasonCode.ADMISSION_REJECTED,
                            "there is already a %s %s in the namespace %s that is not ours"
                                    .formatted(resource.kind(), name, namespace)),
                    new IllegalStateException(conflict.text()));
        }
    }

    private void createNamespace() {
        V1Namespace wanted = new V1Namespace()
                .apiVersion("v1")
                .kind("Namespace")
                .metadata(new V1ObjectMeta()
                        .name(namespace)
                        .labels(Map.of(
                                RunNames.MANAGED_BY,
                                RunNames.LOADPLANE,
                                RunNames.INSTALLATION,
                                deployment.installation(),
                                "pod-security.kubernetes.io/enforce",
                                "restricted")));
        if (connection.findNamespace(namespace) == null) {
            connection.create("create the namespace " + namespace, "/api/v1/namespaces", wanted);
        }
    }

    private V1Secret secret() {
        String token = deployment.placement().agentToken();
        return new V1Secret()
                .apiVersion("v1")
                .kind("Secret")
                .metadata(LocustManifests.metadata(deployment, names.secret()))
                .immutable(true)
                .data(Map.of(
                        LocustManifests.TOKEN_KEY,
                        token.getBytes(StandardCharsets.UTF_8),
                        LocustManifests.PASSWORD_KEY,
                        deployment.placement().uiPassword().getBytes(StandardCharsets.UTF_8)));
    }

    /** Without blockOwnerDeletion, which would need a permission on finalizers. */
    private static V1OwnerReference ownedBy(V1Job master) {
        return new V1OwnerReference()
                .apiVersion("batch/v1")
                .kind("Job")
                .name(master.getMetadata().getName())
                .uid(master.getMetadata().getUid());
    }

    private static KubernetesObject find(List<KubernetesObject> objects, String name) {
        return objects.stream()
                .filter(object -> object instanceof V1Job
                        && name.equals(object.getMetadata().getName()))
                .findFirst()
                .orElseThrow();
    }

    private static Resource resourceOf(KubernetesObject object) {
        for (Resource resource : Resource.values()) {
            if (resource.kind().equals(object.getKind())) {
                return resource;
            }
        }
        throw new IllegalStateException("nothing of ours is a " + object.getKind());
    }
}
