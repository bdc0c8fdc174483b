package io.loadplane.simulation;

/** What is stored of runs, as far as an agent would want to know before it lets its result go. */
public interface Ledger {

    /** Whether the run has ended, and its result, if it has one, is stored. */
    boolean isSettled(String run);
}
