package io.loadplane.kubernetes.watch;

import io.kubernetes.client.openapi.models.CoreV1Event;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobCondition;
import io.kubernetes.client.openapi.models.V1Pod;
import io.loadplane.kubernetes.access.Refusals;
import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Observation.Phase;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads from the objects of a run how far its components are; looks at nothing else. */
public final class RunReader {

    private final PodReader pods;
    private final Patience patience;

    /**
     * How long something may be wrong that may still right itself.
     *
     * @param trouble missing objects, images that cannot be pulled, exhausted quotas
     * @param unschedulable no node fits; an autoscaler may bring one
     */
    public record Patience(Duration trouble, Duration unschedulable) {}

    public RunReader(Patience patience) {
        this.patience = patience;
        this.pods = new PodReader(patience);
    }

    /** How the run stands. */
    public Observation read(RunObjects objects, int replicas, Instant now) {
        return new Observation(master(objects, now), workers(objects, replicas, now));
    }

    /** When a pod's own container started; long ago when it has not. */
    public static Instant startOf(V1Pod pod) {
        return PodReader.startOf(pod);
    }

    private Component master(RunObjects objects, Instant now) {
        Optional<V1Job> job = objects.job(RunLog.Component.MASTER);
        Optional<V1Pod> pod = objects.master();
        if (job.isEmpty()) {
            return pod.map(left -> pods.read(left, objects, now))
                    .map(RunReader::withoutJob)
                    .orElse(Component.ABSENT);
        }
        // Until it is resumed its creation is not complete.
        if (Boolean.TRUE.equals(job.get().getSpec().getSuspend())) {
            return Component.ABSENT;
        }
        return pod.map(present -> pods.read(present, objects, now))
                .orElseGet(() -> withoutPod(job.get(), objects, now));
    }

    private List<Component> workers(RunObjects objects, int replicas, Instant now) {
        Optional<V1Job> job = objects.job(RunLog.Component.WORKER);
        List<Component> workers = new ArrayList<>();
        for (int i = 0; job.isPresent() && i < replicas; i++) {
            List<V1Pod> of = objects.pods(RunLog.Component.WORKER, i);
            workers.add(of.isEmpty() ? withoutPod(job.get(), objects, now) : pods.read(of.getLast(), objects, now));
        }
        return workers;
    }

    private static Component withoutJob(Component pod) {
        return pod.ended()
                ? pod
                : new Component(
                        pod.phase(),
                        pod.since(),
                        pod.progress(),
                        Reason.of(
                                ReasonCode.DELETED_EXTERNALLY,
                                "somebody deleted the Job of the master while the run was on"));
    }

    /** The Job is there, but its pod is not: refused, deleted, or on its way. */
    private Component withoutPod(V1Job job, RunObjects objects, Instant now) {
        String name = String.valueOf(job.getMetadata().getName());
        for (V1JobCondition condition : PodReader.orEmpty(
                job.getStatus() == null ? null : job.getStatus().getConditions())) {
            if (condition.getType().equals("Failed") && condition.getStatus().equals("True")) {
                return new Component(Phase.ENDED, null, null, failed(condition));
            }
        }
        List<CoreV1Event> refusals = objects.eventsOf(name).stream()
                .filter(event -> "FailedCreate".equals(event.getReason()))
                .toList();
        Optional<CoreV1Event> refusal = refusals.stream().max(Comparator.comparing(PodReader::lastSeen));
        if (refusal.isEmpty()) {
            return new Component(Phase.PREPARING, null, null, null);
        }
        Reason reason = Refusals.explain(
                "the cluster refuses the pods of the Job " + name,
                String.valueOf(refusal.get().getMessage()));
        // Every attempt of the Job is an event of its own; the first one counts.
        Instant since = refusals.stream()
                .map(PodReader::firstSeen)
                .min(Comparator.naturalOrder())
                .orElse(now);
        boolean maySettle = reason.code() == ReasonCode.QUOTA_EXCEEDED && now.isBefore(since.plus(patience.trouble()));
        return maySettle
                ? new Component(Phase.PREPARING, null, reason.message(), null)
                : new Component(Phase.ENDED, null, null, reason);
    }

    private static Reason failed(V1JobCondition condition) {
        return "DeadlineExceeded".equals(condition.getReason())
                ? Reason.of(ReasonCode.DEADLINE_EXCEEDED, "the cluster ended the Job at its own limit")
                : Reason.of(ReasonCode.DELETED_EXTERNALLY, "somebody deleted the pod while the run was on");
    }
}
