package io.loadplane.api.credential;

import io.loadplane.model.cluster.Orphan;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * What runs left behind on a cluster.
 *
 * @param items by run
 */
@Serdeable
@Schema(name = "Orphans")
record OrphansView(List<OrphanView> items) {

    /**
     * What one run left behind.
     *
     * @param runId the run
     * @param namespace where
     * @param objects kinds and names
     * @param createdAt when the newest of them was created
     */
    @Serdeable
    @Schema(name = "Orphan")
    record OrphanView(
            @Schema(example = "run-01k0000000000000000000000a")
            String runId,

            @Schema(example = "load") String namespace,

            @Schema(example = "[\"Job run-01k0000000000000000000000a-master\"]")
            List<String> objects,

            Instant createdAt) {}

    static OrphansView of(List<Orphan> orphans) {
        return new OrphansView(orphans.stream()
                .map(orphan ->
                        new OrphanView(orphan.run().value(), orphan.namespace(), orphan.objects(), orphan.createdAt()))
                .toList());
    }
}
