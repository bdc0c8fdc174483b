package io.loadplane.model.run;

import io.loadplane.model.Ids;

/** Identifies one run; safe in DNS names and file names. */
public record RunId(String value) {

    public static final String PREFIX = "run-";

    public RunId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
