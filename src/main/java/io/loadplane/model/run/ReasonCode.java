package io.loadplane.model.run;

/** Why a run is where it is. Each has a hint at what to do; what exactly happened is in the reason's message. */
public enum ReasonCode {
    CONCURRENCY_LIMIT("The run starts by itself as soon as another one of the environment ends."),
    FORBIDDEN_TIME("The run starts by itself as soon as the environment's forbidden time is over."),
    POLICY_CHANGED("The environment's policy was tightened after the load test was written; change the load test."),
    IMAGE_PULL_FAILED("Check the image name, and that the cluster may pull it."),
    UNSCHEDULABLE("Ask for less, or for nodes that exist."),
    QUOTA_EXCEEDED("Ask for less, or have the namespace's quota raised."),
    LIMIT_RANGE("Set requests and limits within the namespace's limit range."),
    ADMISSION_REJECTED("Change what the cluster's admission refuses; its message names it."),
    OBJECT_MISSING("Create the Secret or ConfigMap that the load test names, or take it out."),
    NAMESPACE_MISSING("Create the namespace, or name another one."),
    PERMISSION_DENIED("Give the cluster credential the permission that is named."),
    CREDENTIAL_REJECTED("Replace the cluster credential; the cluster no longer accepts it."),
    CLUSTER_UNREACHABLE("Nothing to do for the load test; the run goes on when the cluster answers again."),
    PIP_INSTALL_FAILED("Check names and versions in pip_packages and requirements_content against the package index."),
    SCRIPT_ERROR("Mend the script; the detail shows where it failed."),
    START_TIMEOUT("Look at the master's log for what it was waiting for."),
    WORKERS_MISSING("Look at the logs of the workers, or give them more time with workers_wait."),
    WORKERS_LOST("Look at the logs of the workers; they may need more memory or CPU, or fewer users each."),
    MASTER_LOST("Look at the master's log; it may need more memory."),
    EVICTED("Ask for the resources the run really needs, so that nodes keep room for it."),
    OUT_OF_MEMORY("Raise the memory limit, or use more workers with fewer users each."),
    DEADLINE_EXCEEDED("Raise deadline, or lower run_time."),
    DELETED_EXTERNALLY("Somebody or something deleted objects of the run; start it again."),
    STOPPED_BY_USER("Start another run when you like; the result up to the stop is kept."),
    LEASE_EXPIRED("Renew the lease while somebody waits for the run; the result up to the stop is kept."),
    STOPPED_BY_CRITERION("A criterion ended the load early; the result up to then is kept."),
    REPLACED("A newer run took its place."),
    INTERNAL_ERROR("This is a fault of Loadplane; please report it with the id of the run.");

    private final String hint;

    ReasonCode(String hint) {
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
