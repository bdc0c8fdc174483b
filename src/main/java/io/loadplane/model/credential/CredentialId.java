package io.loadplane.model.credential;

import io.loadplane.model.Ids;

/** Identifies one cluster credential; safe in DNS names and file names. */
public record CredentialId(String value) {

    public static final String PREFIX = "cred-";

    public CredentialId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
