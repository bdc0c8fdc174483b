package io.loadplane.api.loadtest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.loadplane.model.loadtest.Revision;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a load test, as it was.
 *
 * @param number from 1
 * @param createdAt when it was stored
 * @param createdBy name of the caller who wrote it
 * @param definition what the load test was
 */
@Serdeable
@Schema(name = "Revision")
public record RevisionView(
        @Schema(example = "1") int number,
        Instant createdAt,
        @Schema(example = "bootstrap") String createdBy,
        @JsonUnwrapped DefinitionBody definition) {

    /**
     * All versions of a load test, newest first.
     *
     * @param items the revisions
     * @param nextCursor always null: the list is complete
     */
    @Serdeable
    @Schema(name = "RevisionPage")
    public record RevisionPage(
            List<RevisionView> items, @Nullable String nextCursor) {}

    static RevisionView of(Revision revision) {
        return new RevisionView(
                revision.number(),
                revision.createdAt(),
                revision.createdBy(),
                DefinitionWriter.write(revision.definition()));
    }
}
