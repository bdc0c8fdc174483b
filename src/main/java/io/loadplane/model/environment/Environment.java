package io.loadplane.model.environment;

import io.loadplane.model.credential.CredentialId;
import java.time.Instant;
import java.util.Map;

/**
 * A named place where runs happen.
 *
 * @param isDefault whether definitions without an environment go here; one environment at most
 * @param defaults fields of a definition, as a caller would write them; they come before our own defaults
 */
public record Environment(
        EnvironmentId id,
        String name,
        boolean isDefault,
        CredentialId credential,
        String namespace,
        Map<String, Object> defaults,
        Instant createdAt) {

    /** The environment of the first start: this machine. */
    public static final String LOCAL = "local";
}
