package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunStatus;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@MappedEntity("run_event")
record EventRow(
        String runId,
        long seq,
        Instant at,
        String kind,
        String actor,
        @Nullable String object,
        @Nullable String status,
        @Nullable String reason,
        String message) {

    static EventRow of(String runId, long seq, RunEvent event) {
        return new EventRow(
                runId,
                seq,
                event.at(),
                Words.of(event.kind()),
                event.actor(),
                event.object(),
                event.status() == null ? null : Words.of(event.status()),
                event.reason() == null ? null : Words.of(event.reason()),
                event.message());
    }

    RunEvent toEvent() {
        return new RunEvent(
                seq,
                at,
                Words.read(RunEvent.Kind.class, kind),
                actor,
                object,
                status == null ? null : Words.read(RunStatus.class, status),
                reason == null ? null : Words.read(ReasonCode.class, reason),
                message);
    }
}
