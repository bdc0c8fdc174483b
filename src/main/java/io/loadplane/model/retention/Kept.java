package io.loadplane.model.retention;

/** What is kept of a run for a time of its own; everything else stays as long as the run. */
public enum Kept {
    SAMPLES,
    ENDPOINT_SAMPLES,
    LOGS,
    REPORTS,
    /** The run itself, with its result and all that is left of it. */
    RUNS
}
