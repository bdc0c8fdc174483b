package io.loadplane.model.audit;

import io.loadplane.model.Ids;

/** Identifies one entry of the audit. */
public record AuditId(String value) {

    public static final String PREFIX = "aud-";

    public AuditId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
