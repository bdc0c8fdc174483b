package io.loadplane.kubernetes.manifest;

import io.loadplane.model.Findings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of other runs a definition may not name; what else it may is the policy's business. */
record ForeignObjects(Findings findings) {

    /** The Secret that a reference in {@code source} names by {@code field}, if there is such a reference. */
    void checkSecret(String at, Map<?, ?> source, String reference, String field) {
        if (source.get(reference) instanceof Map<?, ?> map) {
            checkOwner("%s/%s/%s".formatted(at, reference, field), String.valueOf(map.get(field)), findings);
        }
    }

    /** Refuses the Secrets of runs, whose tokens open their agents. */
    static void checkOwner(String at, @Nullable String secret, Findings findings) {
        if (secret != null && RunNames.runOf(secret).isPresent()) {
            findings.error(at, "object_not_allowed", "the Secret \"%s\" belongs to a run".formatted(secret));
        }
    }
}
