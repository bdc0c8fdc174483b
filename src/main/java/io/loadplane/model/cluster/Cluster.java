package io.loadplane.model.cluster;

import io.loadplane.model.Findings;
import io.loadplane.model.credential.ClusterAccess;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialDraft;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.run.Outputs;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of target, as the engine acts on it. Every call may be repeated at any time and by another process; each makes
 * the same thing true again. Calls throw {@link ClusterException} when the target refuses or cannot be reached.
 */
public interface Cluster {

    /** The kinds of credentials that lead to such targets. */
    Set<ClusterCredential.Kind> kinds();

    /** Takes a credential apart, or says as findings at its fields why it cannot be used. */
    Admitted admit(CredentialDraft draft, Findings findings);

    /**
     * A credential taken apart.
     *
     * @param access null for kinds that have no secret part
     */
    record Admitted(ClusterCredential.Facts facts, @Nullable ClusterAccess access) {

        public static final Admitted NOTHING = new Admitted(ClusterCredential.Facts.NONE, null);
    }

    /**
     * Looks whether the credential can do there all that a run needs.
     *
     * @param probe whether to start one small pod, and remove it again
     */
    List<Check> verify(Target target, boolean probe);

    /**
     * The permissions that a run needs there, as text to apply.
     *
     * @param bootstrap whether to make a new identity for them too
     */
    String permissions(Target target, boolean bootstrap);

    /** The same, with a new identity, for a place to which no credential leads yet. */
    String permissions(String namespace);

    /** What is ours on the target and belongs to none of the runs that should be there. */
    List<Orphan> orphans(Target target);

    void remove(Target target, Orphan orphan);

    /** Refuses, as findings at their fields, what this kind of target cannot do, and warns of what it ignores. */
    void check(Definition definition, Target target, Findings findings);

    /** Which Python runs scripts of this image here, such as {@code 3.13}; empty for this machine's own. */
    String pythonOf(String image);

    /** What is created for a run, as text for people; without code and secrets. */
    List<String> manifests(Deployment deployment);

    /** The same in a form to keep, and to create from later. */
    List<String> render(Deployment deployment);

    /**
     * Brings the script to the target and starts its master.
     *
     * @param rendered as it was when the run was first brought to its target
     */
    void createMaster(Deployment deployment, List<String> rendered);

    /** Starts the workers; the master must be answering. */
    void createWorkers(Deployment deployment, List<String> rendered);

    Observation observe(Placement placement);

    /** One call to the agent of the master. */
    AgentReply callAgent(Placement placement, AgentCall call);

    /** Tells the process of the master to end; it ends the load, prints its final record, and goes when it may or must. */
    void terminate(Placement placement);

    /** The end of what a component printed, at most {@code maxBytes}; empty when it printed nothing or is not there. */
    RunLog log(Placement placement, RunLog.Component component, int index, int maxBytes);

    /** The final record that the agent left in its output; empty when there is none or it is damaged. */
    byte[] recoverFinal(Placement placement);

    /** Removes everything of the run from the target. False while something of it is still going. */
    boolean delete(Placement placement);

    /** Where people find a run there; null where there is nothing to find. */
    @Nullable
    Outputs outputs(Deployment deployment);

    /** Whoever calls is told whenever something about a run may have changed on a target. */
    default void onChange(ChangeListener listener) {}

    /** Is told of changes, often and for no reason too; must return at once. */
    interface ChangeListener {
        void changed(RunId id);
    }
}
