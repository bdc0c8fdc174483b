package io.loadplane.model.access;

import io.loadplane.model.Ids;

/** Identifies one API token. */
public record TokenId(String value) {

    public static final String PREFIX = "tok-";

    public TokenId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
