package io.loadplane.model.run;

/** Whether the system under test was good enough. */
public enum Verdict {
    PASSED,
    FAILED,
    NOT_EVALUATED
}
