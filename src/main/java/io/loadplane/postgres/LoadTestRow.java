package io.loadplane.postgres;

import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Revision;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A load test without its newest revision. */
@Introspected
record LoadTestRow(
        String id,
        int version,
        int revision,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    LoadTest toLoadTest(Revision newest) {
        return new LoadTest(new LoadTestId(id), version, newest, createdAt, updatedAt, deletedAt);
    }
}
