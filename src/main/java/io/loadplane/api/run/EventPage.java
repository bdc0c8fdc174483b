package io.loadplane.api.run;

import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.run.RunEvent;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a run's timeline, in order.
 *
 * @param items the events
 * @param nextCursor pass it as cursor to read on; null on the last page
 */
@Serdeable
public record EventPage(List<EventView> items, @Nullable String nextCursor) {

    /**
     * One line of a run's timeline.
     *
     * @param seq order within the run; samples take numbers of the same sequence
     * @param at when it happened
     * @param kind status (the run moved), request (somebody asked for something), cluster (seen on the
     *     target, or who drives the run)
     * @param actor name of a caller, engine, or cluster
     * @param object what it happened to, such as master, worker-2 or owner; null for the run itself
     * @param status the status it came to; null when it stayed where it was
     * @param reason why, for programs; null when there is none
     * @param message what happened, for people
     */
    @Serdeable
    @Schema(name = "Event")
    public record EventView(
            @Schema(example = "4") long seq,
            Instant at,

            @Schema(
                    example = "status",
                    allowableValues = {"status", "request", "cluster"})
            String kind,

            @Schema(example = "engine") String actor,
            @Nullable @Schema(example = "worker-2") String object,
            @Nullable @Schema(example = "running") String status,
            @Nullable String reason,

            @Schema(example = "all 4 workers are connected; the load has begun")
            String message) {

        static EventView of(RunEvent event) {
            return new EventView(
                    event.seq(),
                    event.at(),
                    Words.of(event.kind()),
                    event.actor(),
                    event.object(),
                    event.status() == null ? null : Words.of(event.status()),
                    event.reason() == null ? null : Words.of(event.reason()),
                    event.message());
        }
    }

    static EventPage of(Page<RunEvent> page) {
        return new EventPage(page.map(EventView::of).items(), Cursor.encode(page.next()));
    }
}
