package io.loadplane.model.cluster;

import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import io.loadplane.model.run.RunId;

/**
 * What a target needs to know of a run.
 *
 * @param agentToken opens the run's agent, and nothing else
 */
public record Deployment(RunId id, Settings settings, Source source, String agentToken) {

    @Override
    public String toString() {
        return "Deployment[" + id + "]";
    }
}
