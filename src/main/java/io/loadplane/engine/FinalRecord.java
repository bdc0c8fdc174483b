package io.loadplane.engine;

import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.AgentReply;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Placement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a master leaves behind besides its answer; a run ends without it, too. */
final class FinalRecord {

    private static final Logger LOG = LoggerFactory.getLogger(FinalRecord.class);

    /** Locust's report is about 1 MiB, and 2 MiB with some thousand endpoints. */
    private static final int MAX_REPORT = 16 << 20;

    private FinalRecord() {}

    /** Locust's own report; empty when there is none. */
    static byte[] report(Cluster cluster, Placement placement) {
        AgentReply reply = cluster.callAgent(placement, AgentCall.REPORT);
        return reply.ok() && reply.body().length <= MAX_REPORT ? reply.body() : new byte[0];
    }

    /** The record in the master's output; a target that does not even give that must not keep the run from ending. */
    static Optional<AgentReport> printed(Cluster cluster, Placement placement) {
        try {
            return AgentDocument.read(cluster.recoverFinal(placement));
        } catch (ClusterException e) {
            LOG.atWarn().addKeyValue("run", placement.id()).setCause(e).log("the final record cannot be looked for");
            return Optional.empty();
        }
    }
}
