package io.loadplane.model.run;

/** Which of the runs that wait in an environment comes first; among equals, the one that was asked for first. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH
}
