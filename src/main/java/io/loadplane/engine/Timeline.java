package io.loadplane.engine;

import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Observation.Phase;
import io.loadplane.model.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what changed between two looks at a target into lines of the timeline. */
final class Timeline {

    private Observation previous = Observation.NOTHING;
    private boolean first = true;
    private AgentReport.@Nullable Phase load;

    /** What is new; the first look after an owner took a run over in mid-way tells nothing new. */
    List<RunEvent> changes(Observation current, boolean takenOver, Instant now) {
        List<RunEvent> events = new ArrayList<>();
        if (!(first && takenOver)) {
            describe("master", previous.master(), current.master(), now, events);
            for (int i = 0; i < current.workers().size(); i++) {
                Component before =
                        i < previous.workers().size() ? previous.workers().get(i) : Component.ABSENT;
                describe("worker-" + i, before, current.workers().get(i), now, events);
            }
        }
        first = false;
        previous = current;
        return events;
    }

    /** What a person did to the load of an interactive run. */
    List<RunEvent> loadChanges(@Nullable AgentReport agent, Instant now) {
        AgentReport.Phase before = load;
        load = agent == null ? before : agent.phase();
        if (agent == null || before == load) {
            return List.of();
        } else if (before == AgentReport.Phase.IDLE && load == AgentReport.Phase.RUNNING) {
            return List.of(RunEvent.seen(now, "load", "started on the web page"));
        } else if (before == AgentReport.Phase.RUNNING && load == AgentReport.Phase.IDLE) {
            var total = agent.statistics().total();
            return List.of(RunEvent.seen(
                    now,
                    "load",
                    "stopped on the web page; so far %d requests, %d failures"
                            .formatted(total.requests(), total.failures())));
        }
        return List.of();
    }

    private static void describe(String object, Component before, Component after, Instant now, List<RunEvent> events) {
        if (after.phase() == Phase.PREPARING
                && after.progress() != null
                && !Objects.equals(before.progress(), after.progress())) {
            events.add(RunEvent.seen(now, object, after.progress()));
        }
        if (before.phase() != after.phase()) {
            switch (after.phase()) {
                case RUNNING -> events.add(RunEvent.seen(now, object, "started"));
                case ENDED ->
                    events.add(RunEvent.seen(
                            now,
                            object,
                            after.failure() == null
                                    ? "ended"
                                    : "ended: " + after.failure().message()));
                case ABSENT -> events.add(RunEvent.seen(now, object, "gone"));
                case PREPARING -> {
                    // Its progress says what it prepares.
                }
            }
        }
    }
}
