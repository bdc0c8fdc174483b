package io.loadplane.kubernetes.manifest;

import io.loadplane.model.Findings;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.PolicyRules;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pod template may name that was there before: nothing of another run, and only what the environment allows. */
record ForeignObjects(Environment environment, Findings findings) {

    /** The Secret that a reference in {@code source} names by {@code field}, if there is such a reference. */
    void checkSecret(String at, Map<?, ?> source, String reference, String field) {
        String name = nameOf(source.get(reference), field);
        String place = "%s/%s/%s".formatted(at, reference, field);
        if (checkOwner(place, name, findings)) {
            PolicyRules.checkSecret(place, name, environment, findings);
        }
    }

    void checkConfigMap(String at, Map<?, ?> source, String reference) {
        String name = nameOf(source.get(reference), "name");
        PolicyRules.checkConfigMap("%s/%s/name".formatted(at, reference), name, environment, findings);
    }

    /** Refuses the Secrets of runs, whose tokens open their agents; true for all others. */
    static boolean checkOwner(String at, @Nullable String secret, Findings findings) {
        if (secret != null && RunNames.runOf(secret).isPresent()) {
            findings.error(at, "object_not_allowed", "the Secret \"%s\" belongs to a run".formatted(secret));
            return false;
        }
        return true;
    }

    private static @Nullable String nameOf(@Nullable Object reference, String field) {
        return reference instanceof Map<?, ?> map ? String.valueOf(map.get(field)) : null;
    }
}
