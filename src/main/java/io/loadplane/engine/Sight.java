package io.loadplane.engine;

import io.loadplane.model.cluster.Observation;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Workers;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is seen of a run at one moment.
 *
 * @param agent null when nobody answers
 * @param hopeless the criterion that wants the load to end; null when all is well
 */
record Sight(
        Observation cluster,
        @Nullable AgentReport agent,
        @Nullable Reason hopeless) {

    Observation.Component master() {
        return cluster.master();
    }

    /**
     * A worker that ended counts as lost as soon as either side notices.
     *
     * @param sight null before anything was seen
     */
    static Workers workers(Run run, AgentReport agent, @Nullable Sight sight) {
        long ended = sight == null || run.status() != RunStatus.RUNNING
                ? 0
                : sight.cluster().workers().stream()
                        .filter(Observation.Component::ended)
                        .count();
        int lost = (int) Math.max(Math.max(ended, agent.lost()), run.workers().lost());
        return new Workers(run.workers().requested(), agent.connected(), lost);
    }

    /** When the run or its master last came further. */
    Instant lastChange(Run run) {
        Instant since = run.progress().since();
        return master().since() != null && master().since().isAfter(since) ? master().since() : since;
    }

    boolean agentIs(AgentReport.Phase phase) {
        return agent != null && agent.phase() == phase;
    }

    /** Since when an interactive run waits for its person; empty while its load is on. */
    Optional<Instant> idleSince() {
        return agent != null && agent.phase() == AgentReport.Phase.IDLE
                ? Optional.ofNullable(agent.idleSince())
                : Optional.empty();
    }

    /** Whether the load has begun, or is over already. */
    boolean loadHasBegun() {
        return agent != null && agent.phase() != AgentReport.Phase.WAITING;
    }
}
