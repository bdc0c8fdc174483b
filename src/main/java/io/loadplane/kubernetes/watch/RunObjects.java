package io.loadplane.kubernetes.watch;

import io.kubernetes.client.openapi.models.CoreV1Event;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Pod;
import io.loadplane.kubernetes.manifest.RunNames;
import io.loadplane.model.Words;
import io.loadplane.model.run.RunLog.Component;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a cluster shows of one run at one moment. */
public record RunObjects(List<V1Job> jobs, List<V1Pod> pods, List<CoreV1Event> events) {

    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    public boolean isEmpty() {
        return jobs.isEmpty() && pods.isEmpty();
    }

    /** Whether the master's Job is there and complete: it is suspended while anything it needs is missing. */
    public boolean hasMaster() {
        return job(Component.MASTER)
                .map(job -> !Boolean.TRUE.equals(job.getSpec().getSuspend()))
                .orElse(false);
    }

    public boolean hasWorkers() {
        return job(Component.WORKER).isPresent();
    }

    Optional<V1Job> job(Component component) {
        return jobs.stream()
                .filter(job -> Words.of(component)
                        .equals(RunNames.labels(job.getMetadata()).get(RunNames.COMPONENT)))
                .findFirst();
    }

    /** The pods of one component, oldest first: one that failed may have been followed by another. */
    public List<V1Pod> pods(Component component, int index) {
        return pods.stream()
                .filter(pod -> {
                    Map<String, String> labels = RunNames.labels(pod.getMetadata());
                    return Words.of(component).equals(labels.get(RunNames.COMPONENT))
                            && (component == Component.MASTER
                                    || Integer.toString(index).equals(labels.get(INDEX)));
                })
                .sorted(Comparator.comparing(pod ->
                        Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), OffsetDateTime.MIN)))
                .toList();
    }

    /** The pod of the master that counts: a Job never starts a second one, but somebody else may. */
    public Optional<V1Pod> master() {
        List<V1Pod> pods = pods(Component.MASTER, 0);
        return pods.isEmpty() ? Optional.empty() : Optional.of(pods.getFirst());
    }

    List<CoreV1Event> eventsOf(String object) {
        return events.stream()
                .filter(event -> object.equals(event.getInvolvedObject().getName()))
                .toList();
    }
}
