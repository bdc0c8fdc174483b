package io.loadplane.model.run;

/** Where a run is. Moves only along {@link #canBecome}; the database repeats the rule. */
public enum RunStatus {
    QUEUED,
    PROVISIONING,
    STARTING,
    RUNNING,
    /** Also after a natural end, while workers drain and the result is fetched. */
    STOPPING,
    COMPLETED,
    STOPPED,
    FAILED;

    public boolean canBecome(RunStatus next) {
        return switch (this) {
            case QUEUED -> next == PROVISIONING || next == STOPPED || next == FAILED;
            case PROVISIONING -> next == STARTING || next == STOPPED || next == FAILED;
            case STARTING -> next == RUNNING || next == STOPPED || next == FAILED;
            case RUNNING -> next == STOPPING || next == FAILED;
            case STOPPING -> next == COMPLETED || next == STOPPED || next == FAILED;
            case COMPLETED, STOPPED, FAILED -> false;
        };
    }

    public boolean isTerminal() {
        return switch (this) {
            case QUEUED, PROVISIONING, STARTING, RUNNING, STOPPING -> false;
            case COMPLETED, STOPPED, FAILED -> true;
        };
    }
}
