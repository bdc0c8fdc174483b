package io.loadplane.engine;

import io.loadplane.model.cluster.Observation;
import org.jspecify.annotations.Nullable;

/**
 * All that is seen of a run at one moment.
 *
 * @param agent null when nobody answers
 */
record Sight(Observation cluster, @Nullable AgentReport agent) {

    Observation.Component master() {
        return cluster.master();
    }

    boolean agentIs(AgentReport.Phase phase) {
        return agent != null && agent.phase() == phase;
    }

    /** Whether the load has begun, or is over already. */
    boolean loadHasBegun() {
        return agent != null && agent.phase() != AgentReport.Phase.WAITING;
    }
}
