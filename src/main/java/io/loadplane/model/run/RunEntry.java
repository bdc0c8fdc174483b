package io.loadplane.model.run;

import java.time.Instant;

/** Something that a run wrote while it was on. All entries of a run share one order, without gaps and in order of commit. */
public sealed interface RunEntry permits RunEvent, Sample {

    /** From 1; 0 before it is stored. */
    long seq();

    Instant at();
}
