package io.loadplane.model.cluster;

import io.loadplane.model.run.RunId;
import java.time.Instant;
import java.util.List;

/**
 * What one run left on a target.
 *
 * @param objects kinds and names
 * @param createdAt when the newest of them was created
 */
public record Orphan(RunId run, String namespace, List<String> objects, Instant createdAt) {

    public Orphan {
        objects = List.copyOf(objects);
    }
}
