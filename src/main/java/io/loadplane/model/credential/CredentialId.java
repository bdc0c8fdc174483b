package io.loadplane.model.credential;

import io.loadplane.model.Ids;
import java.util.Optional;

/** Identifies one cluster credential; safe in DNS names and file names. */
public record CredentialId(String value) {

    public static final String PREFIX = "cred-";

    public CredentialId {
        Ids.require(PREFIX, value);
    }

    /** Empty when the text is no such id. */
    public static Optional<CredentialId> parse(String text) {
        return Ids.matches(PREFIX, text) ? Optional.of(new CredentialId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
