package io.loadplane.model.schedule;

/** What to do about times that passed while nobody could start a run, more than {@link Schedule#TOLERANCE} ago. */
public enum Missed {
    SKIP,
    /** Make up for all of them by one run. */
    RUN_ONCE
}
