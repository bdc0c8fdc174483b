package io.loadplane.kubernetes.watch;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.CoreV1Event;
import io.kubernetes.client.openapi.models.V1ContainerState;
import io.kubernetes.client.openapi.models.V1ContainerStateRunning;
import io.kubernetes.client.openapi.models.V1ContainerStateTerminated;
import io.kubernetes.client.openapi.models.V1ContainerStatus;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1PodStatus;
import io.loadplane.kubernetes.manifest.RunNames;
import io.loadplane.kubernetes.watch.RunReader.Patience;
import io.loadplane.model.cluster.AgentRecord;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Observation.Phase;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how far one pod is, and why it came to an end. */
final class PodReader {

    private final PodTroubles troubles;

    PodReader(Patience patience) {
        this.troubles = new PodTroubles(patience);
    }

    Component read(V1Pod pod, RunObjects objects, Instant now) {
        V1PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), V1PodStatus::new);
        String phase = String.valueOf(status.getPhase());
        Reason leaving = leaving(pod, status);
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return new Component(Phase.ENDED, null, null, failure(pod, status));
        }
        V1ContainerStateRunning running = running(status);
        if (running != null) {
            return new Component(Phase.RUNNING, instant(running.getStartedAt()), null, leaving);
        } else if (leaving != null) {
            return new Component(Phase.ENDED, null, null, leaving);
        }
        List<CoreV1Event> events =
                objects.eventsOf(String.valueOf(pod.getMetadata().getName()));
        return troubles.read(pod, status, events, now);
    }

    /** Why a pod that is still there is about to go; null when it may stay. */
    private static @Nullable Reason leaving(V1Pod pod, V1PodStatus status) {
        Optional<V1PodCondition> disruption = orEmpty(status.getConditions()).stream()
                .filter(condition -> condition.getType().equals("DisruptionTarget")
                        && condition.getStatus().equals("True"))
                .findFirst();
        if (disruption.isPresent()) {
            return Reason.of(
                    ReasonCode.EVICTED,
                    "the cluster removes the pod of the %s (%s): %s"
                            .formatted(
                                    role(pod),
                                    disruption.get().getReason(),
                                    disruption.get().getMessage()));
        }
        return pod.getMetadata().getDeletionTimestamp() == null
                ? null
                : Reason.of(
                        ReasonCode.DELETED_EXTERNALLY,
                        "somebody deleted the pod of the %s while the run was on".formatted(role(pod)));
    }

    /** Why an ended pod ended; null when it did as planned. */
    private static @Nullable Reason failure(V1Pod pod, V1PodStatus status) {
        if ("Evicted".equals(status.getReason())) {
            return Reason.of(
                    ReasonCode.EVICTED, "the node threw out the %s: %s".formatted(role(pod), status.getMessage()));
        } else if ("DeadlineExceeded".equals(status.getReason())) {
            return Reason.of(
                    ReasonCode.DEADLINE_EXCEEDED, "the cluster ended the %s at its own limit".formatted(role(pod)));
        }
        for (V1ContainerStatus container : orEmpty(status.getInitContainerStatuses())) {
            V1ContainerStateTerminated end = terminated(container);
            if (end != null && end.getExitCode() != 0) {
                return ended(pod, container.getName(), end, ReasonCode.PIP_INSTALL_FAILED);
            }
        }
        boolean master = role(pod).equals("master");
        for (V1ContainerStatus container : orEmpty(status.getContainerStatuses())) {
            V1ContainerStateTerminated end = terminated(container);
            if (end != null && container.getName().equals("locust")) {
                boolean planned =
                        end.getExitCode() == 0 && (!master || message(end).contains("\"final\""));
                return planned
                        ? null
                        : ended(pod, "locust", end, master ? ReasonCode.MASTER_LOST : ReasonCode.WORKERS_LOST);
            }
        }
        return Optional.ofNullable(leaving(pod, status))
                .orElse(Reason.of(
                        master ? ReasonCode.MASTER_LOST : ReasonCode.WORKERS_LOST,
                        "the pod of the %s ended: %s".formatted(role(pod), status.getMessage())));
    }

    private static Reason ended(V1Pod pod, String container, V1ContainerStateTerminated end, ReasonCode otherwise) {
        if ("OOMKilled".equals(end.getReason())) {
            return Reason.of(
                    ReasonCode.OUT_OF_MEMORY,
                    "the %s used more memory than its limit and was killed".formatted(role(pod)));
        }
        Optional<Reason> own = ownWords(end);
        if (own.isPresent()) {
            return own.get();
        }
        Reason leaving = leaving(pod, Objects.requireNonNullElseGet(pod.getStatus(), V1PodStatus::new));
        if (leaving != null) {
            return leaving;
        }
        boolean script = end.getExitCode() != 0 && end.getSignal() == null && end.getExitCode() < 128;
        ReasonCode code = script && otherwise != ReasonCode.PIP_INSTALL_FAILED ? ReasonCode.SCRIPT_ERROR : otherwise;
        return new Reason(
                code,
                "the container %s of the %s ended with exit code %d and did not say why"
                        .formatted(container, role(pod), end.getExitCode()),
                end.getMessage());
    }

    /** What the agent or the installer left as the container's last message. */
    private static Optional<Reason> ownWords(V1ContainerStateTerminated end) {
        try {
            JsonObject record = JsonParser.parseString(message(end)).getAsJsonObject();
            return "fatal".equals(text(record, "type"))
                    ? Optional.of(new AgentRecord(
                                    String.valueOf(text(record, "stage")),
                                    String.valueOf(text(record, "error")),
                                    text(record, "detail"))
                            .reason())
                    : Optional.empty();
        } catch (JsonParseException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    static Instant startOf(V1Pod pod) {
        V1ContainerStateRunning running = running(Objects.requireNonNullElseGet(pod.getStatus(), V1PodStatus::new));
        return instant(running == null ? null : running.getStartedAt(), Instant.EPOCH);
    }

    static String role(V1Pod pod) {
        return RunNames.labels(pod.getMetadata()).getOrDefault(RunNames.COMPONENT, "run");
    }

    static Instant firstSeen(CoreV1Event event) {
        return instant(
                event.getFirstTimestamp() == null ? event.getEventTime() : event.getFirstTimestamp(), Instant.EPOCH);
    }

    static Instant lastSeen(CoreV1Event event) {
        return instant(event.getLastTimestamp(), firstSeen(event));
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static @Nullable V1ContainerStateRunning running(V1PodStatus status) {
        return orEmpty(status.getContainerStatuses()).stream()
                .filter(container -> container.getName().equals("locust"))
                .map(V1ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(V1ContainerState::getRunning)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable V1ContainerStateTerminated terminated(V1ContainerStatus container) {
        return container.getState() == null ? null : container.getState().getTerminated();
    }

    private static String message(V1ContainerStateTerminated end) {
        return end.getMessage() == null ? "" : end.getMessage();
    }

    private static @Nullable String text(JsonObject record, String field) {
        return record.has(field) && record.get(field).isJsonPrimitive()
                ? record.get(field).getAsString()
                : null;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static Instant instant(@Nullable OffsetDateTime time, Instant otherwise) {
        return time == null ? otherwise : time.toInstant();
    }
}
