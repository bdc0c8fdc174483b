package io.loadplane.model.cluster;

import io.loadplane.model.Findings;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import java.util.List;

/**
 * A target, as the engine acts on it. Every call may be repeated at any time and by another process; each makes the
 * same thing true again. Calls throw {@link ClusterException} when the target refuses or cannot be reached.
 */
public interface Cluster {

    ClusterCredential.Kind kind();

    /** Refuses, as findings at their fields, what this kind of target cannot do, and warns of what it ignores. */
    void check(Definition definition, Findings findings);

    /** Which Python runs scripts of this image here, such as {@code 3.13}; empty for this machine's own. */
    String pythonOf(String image);

    /** What {@link #createMaster} and {@link #createWorkers} would create, as text for people. */
    List<String> manifests(Deployment deployment);

    /** Brings the script to the target and starts its master. */
    void createMaster(Deployment deployment);

    /** Starts the workers; the master must be answering. */
    void createWorkers(Deployment deployment);

    Observation observe(Deployment deployment);

    /** One call to the agent of the master. */
    AgentReply callAgent(Deployment deployment, AgentCall call);

    /** The end of what a component printed, at most {@code maxBytes}; empty when it printed nothing or is not there. */
    RunLog log(RunId id, RunLog.Component component, int index, int maxBytes);

    /** The final record that the agent left in its output; empty when there is none or it is damaged. */
    byte[] recoverFinal(Deployment deployment);

    /** Removes everything of the run from the target. Nothing of it is left when this returns. */
    void delete(RunId id);
}
