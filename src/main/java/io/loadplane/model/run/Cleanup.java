package io.loadplane.model.run;

/** Whether the objects of a run are gone from its target. */
public enum Cleanup {
    PENDING,
    DONE
}
