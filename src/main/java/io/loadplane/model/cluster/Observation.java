package io.loadplane.model.cluster;

import io.loadplane.model.run.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a target says about the processes of a run. */
public record Observation(Component master, List<Component> workers) {

    /** Of a run of which nothing was ever brought to the target. */
    public static final Observation NOTHING = new Observation(Component.ABSENT, List.of());

    /** How far a component is. */
    public enum Phase {
        ABSENT,
        /** Waiting for an image, installing Locust or packages. */
        PREPARING,
        RUNNING,
        ENDED
    }

    /**
     * @param since when it came to this phase, as far as known
     * @param progress what it is doing while it prepares; null when it says nothing
     * @param failure why it ended, or is being ended; null when it goes on, or ended as planned and left its final record
     */
    public record Component(
            Phase phase,
            @Nullable Instant since,
            @Nullable String progress,
            @Nullable Reason failure) {

        public static final Component ABSENT = new Component(Phase.ABSENT, null, null, null);

        public boolean ended() {
            return phase == Phase.ENDED;
        }
    }

    public Observation {
        workers = List.copyOf(workers);
    }
}
