package io.loadplane.model.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's timeline.
 *
 * @param seq orders everything a run writes; 0 before it is stored
 * @param actor who did it: a caller's name, {@code engine}, or {@code cluster}
 * @param object what it happened to, such as {@code master} or {@code worker-2}; null for the run itself
 * @param status the status it came to; null when it stayed where it was
 * @param reason machine-readable cause; null when there is none
 */
public record RunEvent(
        long seq,
        Instant at,
        Kind kind,
        String actor,
        @Nullable String object,
        @Nullable RunStatus status,
        @Nullable ReasonCode reason,
        String message)
        implements RunEntry {

    public static final String ENGINE = "engine";
    public static final String CLUSTER = "cluster";

    /** Whether the run moved, somebody asked for something, or something was seen on the target or of those who drive it. */
    public enum Kind {
        STATUS,
        REQUEST,
        CLUSTER
    }

    private static final int MAX_MESSAGE = 2_000;

    /** The message may come from a script; the database keeps no NUL. */
    public RunEvent {
        message = message.replace('\0', '\ufffd');
        message = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }

    /** The run came to where it is. */
    public static RunEvent status(Run run, String actor, String message) {
        return new RunEvent(
                0,
                run.progress().since(),
                Kind.STATUS,
                actor,
                null,
                run.status(),
                run.reason() == null ? null : run.reason().code(),
                message);
    }

    public static RunEvent request(Instant at, String caller, String message) {
        return new RunEvent(0, at, Kind.REQUEST, caller, null, null, null, message);
    }

    /**
     * Who drives the run from now on; nothing when it stays the same process.
     *
     * @param before null when nobody did
     */
    public static List<RunEvent> claimed(Instant at, @Nullable String before, String owner) {
        if (owner.equals(before)) {
            return List.of();
        }
        String message = before == null ? "driven by " + owner : "taken over by %s from %s".formatted(owner, before);
        return List.of(new RunEvent(0, at, Kind.CLUSTER, ENGINE, "owner", null, null, message));
    }

    public static RunEvent seen(Instant at, String object, String message) {
        return new RunEvent(0, at, Kind.CLUSTER, CLUSTER, object, null, null, message);
    }
}
