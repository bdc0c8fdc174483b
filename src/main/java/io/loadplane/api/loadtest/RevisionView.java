package io.loadplane.api.loadtest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
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
     * Some versions of a load test, newest first.
     *
     * @param items the revisions
     * @param nextCursor pass it as cursor to read on; null on the last page
     */
    @Serdeable
    @Schema(name = "RevisionPage")
    public record RevisionPage(
            List<RevisionView> items, @Nullable String nextCursor) {}

    static RevisionPage pageOf(Page<Revision> page) {
        return new RevisionPage(page.map(RevisionView::of).items(), Cursor.encode(page.next()));
    }

    static RevisionView of(Revision revision) {
        return new RevisionView(
                revision.number(),
                revision.createdAt(),
                revision.createdBy(),
                DefinitionWriter.write(revision.definition()));
    }
}
