package io.loadplane.postgres;

import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Settings;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

@Introspected
record LoadTestOverviewRow(
        String id, int version, int revision, String settings, Instant createdAt, Instant updatedAt) {

    LoadTestStore.Overview toOverview() {
        return new LoadTestStore.Overview(
                new LoadTestId(id), version, revision, Json.read(settings, Settings.class), createdAt, updatedAt);
    }
}
