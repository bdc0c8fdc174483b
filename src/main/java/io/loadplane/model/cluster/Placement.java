package io.loadplane.model.cluster;

import io.loadplane.model.run.Outputs;
import io.loadplane.model.run.RunId;

/**
 * Where one run is.
 *
 * @param replicas how many workers it has
 * @param agentToken opens the run's agent, and nothing else
 */
public record Placement(RunId id, Target target, int replicas, String agentToken) {

    /** Of the login to Locust's web page. */
    public String uiPassword() {
        return Outputs.passwordOf(agentToken);
    }

    @Override
    public String toString() {
        return "Placement[" + id + "]";
    }
}
