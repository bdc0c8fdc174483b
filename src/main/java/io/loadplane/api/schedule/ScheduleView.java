package io.loadplane.api.schedule;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.loadplane.api.request.Cursor;
import io.loadplane.api.run.RunRequest;
import io.loadplane.model.Words;
import io.loadplane.model.schedule.Firing;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.schedule.Timing;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs of a load test that start by themselves.
 *
 * @param id of the schedule
 * @param name for people
 * @param loadTestId what runs
 * @param cron when, again and again; null for a schedule that fires once
 * @param timeZone of the cron expression
 * @param onceAt when, for a schedule that fires once
 * @param overrides what each run changes in the load test
 * @param ifRunning what happens when a run of the load test is active at that time: skip, queue or replace
 * @param missed what happens about times at which no service was there: skip or run_once
 * @param paused whether it starts nothing for now
 * @param endsAt the last moment at which it may start a run
 * @param nextRuns the next times, five at most; none while it is paused
 * @param lastFirings what became of the last times, newest first, twenty at most
 * @param version counts changes; the ETag
 * @param createdAt when it was first stored
 * @param createdBy name of the caller who stored it
 * @param updatedAt when it was last changed
 * @param links where to read more, by name
 */
@Serdeable
@Schema(name = "Schedule")
public record ScheduleView(
        @Schema(example = "sched-01k0000000000000000000000a")
        String id,

        @Schema(example = "nightly") String name,
        @Schema(example = "lt-01k0000000000000000000000a") String loadTestId,

        @Nullable @Schema(requiredMode = REQUIRED, example = "30 2 * * *")
        String cron,

        @Nullable @Schema(requiredMode = REQUIRED, example = "Europe/Berlin")
        String timeZone,

        @Nullable @Schema(requiredMode = REQUIRED) Instant onceAt,
        RunRequest overrides,

        @Schema(
                example = "skip",
                allowableValues = {"skip", "queue", "replace"})
        String ifRunning,

        @Schema(
                example = "skip",
                allowableValues = {"skip", "run_once"})
        String missed,

        @Schema(example = "false") boolean paused,
        @Nullable @Schema(requiredMode = REQUIRED) Instant endsAt,
        List<Instant> nextRuns,
        List<FiringView> lastFirings,
        @Schema(example = "1") int version,
        Instant createdAt,
        @Schema(example = "bootstrap") String createdBy,
        Instant updatedAt,
        Map<String, String> links) {

    /**
     * What became of one time at which a schedule was due.
     *
     * @param dueAt when that was
     * @param at when this came out of it
     * @param outcome started; replaced, which is started in the place of a run that was stopped for it; queued while it
     *     waits for the end of another run; skipped, missed or failed
     * @param runId the run that was started; null for none
     * @param message what happened otherwise; null when all went as asked
     */
    @Serdeable
    @Schema(name = "Firing")
    public record FiringView(
            Instant dueAt,
            Instant at,

            @Schema(
                    example = "started",
                    allowableValues = {"started", "replaced", "queued", "skipped", "missed", "failed"})
            String outcome,

            @Nullable @Schema(requiredMode = REQUIRED, example = "run-01k0000000000000000000000a")
            String runId,

            @Nullable @Schema(requiredMode = REQUIRED) String message) {

        static FiringView of(Firing firing) {
            return new FiringView(
                    firing.dueAt(),
                    firing.at(),
                    Words.of(firing.outcome()),
                    firing.run() == null ? null : firing.run().value(),
                    firing.message());
        }
    }

    /**
     * Some schedules, newest first.
     *
     * @param items the schedules
     * @param nextCursor pass it as cursor to read on; null on the last page
     */
    @Serdeable
    @Schema(name = "SchedulePage")
    public record SchedulePage(
            List<ScheduleView> items, @Nullable String nextCursor) {

        static SchedulePage of(List<ScheduleView> items, @Nullable String next) {
            return new SchedulePage(items, Cursor.encode(next));
        }
    }

    static ScheduleView of(Schedule schedule, List<Instant> upcoming) {
        Schedule.Plan plan = schedule.plan();
        Timing.Recurring recurring = plan.timing() instanceof Timing.Recurring found ? found : null;
        return new ScheduleView(
                schedule.id().value(),
                plan.name(),
                schedule.loadTestId().value(),
                recurring == null ? null : recurring.cron(),
                recurring == null ? null : recurring.zone().getId(),
                plan.timing() instanceof Timing.Once once ? once.at() : null,
                RunRequest.of(plan.overrides(), plan.note()),
                Words.of(plan.ifRunning()),
                Words.of(plan.missed()),
                plan.paused(),
                plan.endsAt(),
                upcoming,
                schedule.lastFirings().stream().map(FiringView::of).toList(),
                schedule.version(),
                schedule.createdAt(),
                schedule.createdBy(),
                schedule.updatedAt(),
                links(schedule));
    }

    private static Map<String, String> links(Schedule schedule) {
        return new TreeMap<>(Map.of(
                "self", "/schedules/" + schedule.id(),
                "load_test", "/loadtests/" + schedule.loadTestId(),
                "runs", "/runs?schedule_id=" + schedule.id()));
    }
}
