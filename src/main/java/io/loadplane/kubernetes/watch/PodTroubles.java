package io.loadplane.kubernetes.watch;

import io.kubernetes.client.openapi.models.CoreV1Event;
import io.kubernetes.client.openapi.models.V1ContainerStateWaiting;
import io.kubernetes.client.openapi.models.V1ContainerStatus;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1PodStatus;
import io.loadplane.kubernetes.watch.RunReader.Patience;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Observation.Phase;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what keeps a pod from starting, and whether to go on hoping. */
final class PodTroubles {

    private static final Set<String> IMAGE = Set.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull");

    private final Patience patience;

    PodTroubles(Patience patience) {
        this.patience = patience;
    }

    /**
     * Something that is wrong.
     *
     * @param since since when, as far as the cluster says
     * @param hope how long it may still right itself
     */
    private record Trouble(Reason reason, Instant since, Duration hope) {}

    Component read(V1Pod pod, V1PodStatus status, List<CoreV1Event> events, Instant now) {
        Optional<Trouble> trouble = unschedulable(pod, status)
                .or(() -> waiting(pod, status, events))
                .or(() -> missingVolume(pod, events));
        if (trouble.isEmpty()) {
            return new Component(Phase.PREPARING, null, progress(status, events), null);
        }
        Trouble found = trouble.get();
        return now.isBefore(found.since().plus(found.hope()))
                ? new Component(Phase.PREPARING, null, found.reason().message(), null)
                : new Component(Phase.ENDED, null, null, found.reason());
    }

    private Optional<Trouble> unschedulable(V1Pod pod, V1PodStatus status) {
        return PodReader.orEmpty(status.getConditions()).stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False")
                        && "Unschedulable".equals(condition.getReason()))
                .findFirst()
                .map(condition -> new Trouble(
                        Reason.of(
                                ReasonCode.UNSCHEDULABLE,
                                "no node can take the %s: %s".formatted(PodReader.role(pod), condition.getMessage())),
                        since(condition, pod),
                        patience.unschedulable()));
    }

    private Optional<Trouble> waiting(V1Pod pod, V1PodStatus status, List<CoreV1Event> events) {
        return Stream.concat(
                        PodReader.orEmpty(status.getInitContainerStatuses()).stream(),
                        PodReader.orEmpty(status.getContainerStatuses()).stream())
                .flatMap(container ->
                        waiting(container).stream().flatMap(state -> trouble(pod, container, state, events).stream()))
                .findFirst();
    }

    private static Optional<V1ContainerStateWaiting> waiting(V1ContainerStatus container) {
        return Optional.ofNullable(
                container.getState() == null ? null : container.getState().getWaiting());
    }

    private Optional<Trouble> trouble(
            V1Pod pod, V1ContainerStatus container, V1ContainerStateWaiting state, List<CoreV1Event> events) {
        String why = String.valueOf(state.getReason());
        String message = state.getMessage() == null ? why : state.getMessage();
        Instant since = firstFailure(events, pod);
        if (IMAGE.contains(why)) {
            return Optional.of(new Trouble(pullFailed(container, message, events), since, patience.trouble()));
        } else if (why.equals("InvalidImageName")) {
            return Optional.of(new Trouble(pullFailed(container, message, events), since, Duration.ZERO));
        } else if (why.equals("CreateContainerConfigError")) {
            boolean missing = message.contains("not found") || message.contains("couldn't find key");
            ReasonCode code = missing ? ReasonCode.OBJECT_MISSING : ReasonCode.ADMISSION_REJECTED;
            String text = "the %s cannot start: %s".formatted(PodReader.role(pod), message);
            return Optional.of(new Trouble(Reason.of(code, text), since, patience.trouble()));
        } else if (why.equals("CreateContainerError") || why.equals("RunContainerError")) {
            String text = "the image %s cannot run the agent: %s".formatted(container.getImage(), message);
            return Optional.of(new Trouble(Reason.of(ReasonCode.IMAGE_PULL_FAILED, text), since, patience.trouble()));
        }
        return Optional.empty();
    }

    /** The back-off says nothing of the cause, which only the events have. */
    private static Reason pullFailed(V1ContainerStatus container, String message, List<CoreV1Event> events) {
        String cause = events.stream()
                .filter(event -> "Failed".equals(event.getReason())
                        && String.valueOf(event.getMessage()).startsWith("Failed to pull image"))
                .max(Comparator.comparing(PodReader::lastSeen))
                .map(event -> String.valueOf(event.getMessage()))
                .orElse(message);
        String secrets = events.stream()
                .filter(event -> "FailedToRetrieveImagePullSecret".equals(event.getReason()))
                .map(event -> "; " + event.getMessage())
                .findFirst()
                .orElse("");
        return Reason.of(
                ReasonCode.IMAGE_PULL_FAILED,
                "the image %s cannot be pulled: %s%s".formatted(container.getImage(), cause, secrets));
    }

    /** Volumes from Secrets and ConfigMaps that are not there are told by events alone. */
    private Optional<Trouble> missingVolume(V1Pod pod, List<CoreV1Event> events) {
        return events.stream()
                .filter(event -> "FailedMount".equals(event.getReason())
                        && String.valueOf(event.getMessage()).contains("not found"))
                .min(Comparator.comparing(PodReader::firstSeen))
                .map(event -> new Trouble(
                        Reason.of(
                                ReasonCode.OBJECT_MISSING,
                                "the %s cannot start: %s".formatted(PodReader.role(pod), event.getMessage())),
                        PodReader.firstSeen(event),
                        patience.trouble()));
    }

    private static @Nullable String progress(V1PodStatus status, List<CoreV1Event> events) {
        boolean installing = PodReader.orEmpty(status.getInitContainerStatuses()).stream()
                .anyMatch(container ->
                        container.getState() != null && container.getState().getRunning() != null);
        if (installing) {
            return "installing packages with pip";
        }
        return events.stream()
                .filter(event -> Set.of("Pulling", "Pulled", "Scheduled").contains(String.valueOf(event.getReason())))
                .max(Comparator.comparing(PodReader::lastSeen))
                .filter(event -> "Pulling".equals(event.getReason()))
                .map(event -> String.valueOf(event.getMessage()))
                .orElse(null);
    }

    private static Instant since(V1PodCondition condition, V1Pod pod) {
        return condition.getLastTransitionTime() == null
                ? createdAt(pod)
                : condition.getLastTransitionTime().toInstant();
    }

    private static Instant firstFailure(List<CoreV1Event> events, V1Pod pod) {
        return events.stream()
                .filter(event -> "Warning".equals(event.getType()))
                .map(PodReader::firstSeen)
                .min(Comparator.naturalOrder())
                .orElse(createdAt(pod));
    }

    private static Instant createdAt(V1Pod pod) {
        return pod.getMetadata().getCreationTimestamp() == null
                ? Instant.EPOCH
                : pod.getMetadata().getCreationTimestamp().toInstant();
    }
}
