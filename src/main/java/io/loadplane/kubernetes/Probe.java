package io.loadplane.kubernetes;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodList;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.loadplane.kubernetes.access.AgentAccess;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Resource;
import io.loadplane.kubernetes.manifest.RestrictedSecurity;
import io.loadplane.model.cluster.Check;
import io.loadplane.model.cluster.Check.State;
import io.loadplane.model.cluster.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Starts one small pod to see which way leads to it, and removes it again. */
final class Probe {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(300);

    private final Connection connection;
    private final Target target;
    private final String image;
    private final AgentAccess agents = new AgentAccess();
    private final String name =
            "loadplane-probe-%08x".formatted(ThreadLocalRandom.current().nextInt());

    Probe(Connection connection, Target target, String image) {
        this.connection = connection;
        this.target = target;
        this.image = image;
    }

    List<Check> run() {
        String jobs = Resource.JOBS.path(target.namespace());
        connection.create("create the Job " + name, jobs, job());
        try {
            Optional<V1Pod> pod = awaitPod();
            if (pod.isEmpty()) {
                return List.of(new Check(
                        "probe",
                        State.MISSING,
                        "a pod of the image %s did not start within %d s".formatted(image, START.toSeconds()),
                        "See the events of the Job %s in the namespace %s.".formatted(name, target.namespace())));
            }
            AgentAccess.Pod place = new AgentAccess.Pod(
                    target.namespace(), String.valueOf(pod.get().getMetadata().getName()), "", Instant.EPOCH);
            boolean forward = awaitAnswer(() -> agents.answersByPortForward(connection, place));
            boolean proxy = awaitAnswer(() -> agents.answersByProxy(connection, place));
            return List.of(
                    way(
                            "pod proxy",
                            proxy,
                            "a firewall may keep the control plane from pods; port-forward is used instead"),
                    way("port-forward", forward, "allow it, unless the pod proxy works"));
        } finally {
            connection.delete("delete the Job " + name, jobs + "/" + name, null);
        }
    }

    /** One way is enough. */
    private static Check way(String subject, boolean works, String advice) {
        return works
                ? new Check(subject, State.OK, "leads to pods", null)
                : new Check(subject, State.UNKNOWN, "does not lead to pods", advice);
    }

    private interface Attempt {
        boolean succeeds();
    }

    private static boolean awaitAnswer(Attempt attempt) {
        long end = System.nanoTime() + ANSWER.toNanos();
        while (!attempt.succeeds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }

    private Optional<V1Pod> awaitPod() {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            Optional<V1Pod> running = connection
                    .get(
                            Resource.PODS.path(target.namespace()),
                            Map.of("labelSelector", "batch.kubernetes.io/job-name=" + name),
                            V1PodList.class)
                    .getItems()
                    .stream()
                    .filter(pod -> pod.getStatus() != null
                            && "Running".equals(pod.getStatus().getPhase()))
                    .findFirst();
            if (running.isPresent()) {
                return running;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return Optional.empty();
    }

    private V1Job job() {
        Integer user = target.pods().runAsUser();
        V1Container container = new V1Container()
                .name("probe")
                .image(image)
                .command(List.of(
                        "python3",
                        "-m",
                        "http.server",
                        "--directory",
                        "/proc/self/fd",
                        Integer.toString(AgentAccess.PORT)))
                .resources(new V1ResourceRequirements()
                        .requests(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("64Mi")))
                        .limits(Map.of("cpu", new Quantity("200m"), "memory", new Quantity("128Mi"))))
                .securityContext(RestrictedSecurity.ofContainer().readOnlyRootFilesystem(true));
        V1PodSpec pod = new V1PodSpec()
                .restartPolicy("Never")
                .automountServiceAccountToken(false)
                .terminationGracePeriodSeconds(1L)
                .activeDeadlineSeconds(2 * START.toSeconds())
                .securityContext(RestrictedSecurity.ofPod().runAsUser(user == null ? null : user.longValue()))
                .containers(List.of(container));
        return new V1Job()
                .apiVersion("batch/v1")
                .kind("Job")
                .metadata(new V1ObjectMeta().name(name).namespace(target.namespace()))
                .spec(new V1JobSpec()
                        .backoffLimit(0)
                        .ttlSecondsAfterFinished(60)
                        .template(new V1PodTemplateSpec()
                                .metadata(new V1ObjectMeta())
                                .spec(pod)));
    }
}
