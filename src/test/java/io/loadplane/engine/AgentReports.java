package io.loadplane.engine;

import io.loadplane.model.run.Statistics;
import java.util.List;

/** What an agent says when there is nothing to be said but statistics. */
final class AgentReports {

    private AgentReports() {}

    static AgentReport of(AgentReport.Phase phase, Statistics statistics) {
        return new AgentReport(
                phase,
                false,
                null,
                false,
                0,
                0,
                null,
                null,
                null,
                null,
                AgentReport.Doubts.NONE,
                List.of(),
                statistics);
    }
}
