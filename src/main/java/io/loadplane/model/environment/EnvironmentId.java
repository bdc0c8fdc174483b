package io.loadplane.model.environment;

import io.loadplane.model.Ids;

/** Identifies one environment; safe in DNS names and file names. */
public record EnvironmentId(String value) {

    public static final String PREFIX = "env-";

    public EnvironmentId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
