package io.loadplane.model.loadtest;

import io.loadplane.model.Ids;

/** Identifies one load test; safe in DNS names and file names. */
public record LoadTestId(String value) {

    public static final String PREFIX = "lt-";

    public LoadTestId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
