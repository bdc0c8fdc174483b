package io.loadplane.api.run;

import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.access.Caller;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some runs, newest first.
 *
 * @param items the runs
 * @param nextCursor pass it as cursor to read on; null on the last page
 */
@Serdeable
public record RunPage(List<RunView> items, @Nullable String nextCursor) {

    static RunPage of(Page<Run> page, Map<RunId, Integer> positions, Caller caller) {
        return new RunPage(
                page.map(run -> RunView.of(run, positions.get(run.id()), caller))
                        .items(),
                Cursor.encode(page.next()));
    }
}
