package io.loadplane.api.loadtest;

import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.loadtest.LoadTestStore;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Some load tests, newest first.
 *
 * @param items the load tests, without their code
 * @param nextCursor pass it as cursor to read on; null on the last page
 */
@Serdeable
public record LoadTestPage(
        List<LoadTestItem> items, @Nullable String nextCursor) {

    /**
     * A load test in a list.
     *
     * @param id of the load test
     * @param version counts every change; also the ETag
     * @param revision number of the newest revision
     * @param name unique in its environment
     * @param environment where it runs
     * @param description for people
     * @param labels of the load test
     * @param createdAt when it was first stored
     * @param updatedAt when its newest revision was stored
     * @param links where to read more, by name
     */
    @Serdeable
    @Schema(name = "LoadTestItem")
    public record LoadTestItem(
            @Schema(example = "lt-01k0000000000000000000000a")
            String id,

            int version,
            int revision,
            @Schema(example = "checkout-smoke") String name,
            @Schema(example = "local") String environment,
            @Nullable String description,
            Map<String, String> labels,
            Instant createdAt,
            Instant updatedAt,
            Map<String, String> links) {

        static LoadTestItem of(LoadTestStore.Overview overview) {
            return new LoadTestItem(
                    overview.id().value(),
                    overview.version(),
                    overview.revision(),
                    overview.settings().name(),
                    overview.settings().environment(),
                    overview.settings().description(),
                    new TreeMap<>(overview.settings().labels()),
                    overview.createdAt(),
                    overview.updatedAt(),
                    LoadTestView.links(overview.id()));
        }
    }

    static LoadTestPage of(Page<LoadTestStore.Overview> page) {
        return new LoadTestPage(page.map(LoadTestItem::of).items(), Cursor.encode(page.next()));
    }
}
