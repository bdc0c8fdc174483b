package io.loadplane.api.schedule;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

import io.loadplane.api.run.RunRequest;
import io.loadplane.model.schedule.IfRunning;
import io.loadplane.model.schedule.Missed;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs of a load test that start by themselves, as callers write it: either again and again (cron) or once (once_at).
 *
 * @param name for people; started_by of the runs is "schedule" and this name; default the name of the load test
 * @param loadTestId what runs; never changes
 * @param cron minute, hour, day of the month, month, day of the week. A time of the day comes exactly once a day also when
 *     clocks change: one that is left out comes right after the gap, one that is there twice the first time. With
 *     every hour, or a step of hours, every moment counts at which the clock shows a fitting time
 * @param timeZone of the cron expression, as an IANA name; default UTC
 * @param onceAt the only time, instead of cron
 * @param overrides what each run changes in the load test
 * @param ifRunning when a run of the load test is active at that time: skip (default) leaves the new one out, queue starts
 *     it afterwards (one at most waits), replace stops the active one for it
 * @param missed what to do about times more than five minutes ago at which no service was there to start a run: skip
 *     (default), or run_once to make up for them by one run
 * @param paused whether it starts nothing for now; default false
 * @param endsAt the last moment at which it may start a run
 */
@Serdeable
@Schema(name = "ScheduleRequest")
record ScheduleBody(
        @Nullable @Schema(example = "nightly") String name,
        @Schema(example = "lt-01k0000000000000000000000a") String loadTestId,
        @Nullable @Schema(example = "30 2 * * *") String cron,
        @Nullable @Schema(example = "Europe/Berlin") String timeZone,
        @Nullable @Schema(requiredMode = NOT_REQUIRED) Instant onceAt,

        @Nullable @Schema(requiredMode = NOT_REQUIRED) RunRequest overrides,

        @Nullable
        @Schema(
                implementation = String.class,
                allowableValues = {"skip", "queue", "replace"},
                example = "skip")
        IfRunning ifRunning,

        @Nullable
        @Schema(
                implementation = String.class,
                allowableValues = {"skip", "run_once"},
                example = "skip")
        Missed missed,

        @Nullable @Schema(example = "false") Boolean paused,
        @Nullable @Schema(requiredMode = NOT_REQUIRED) Instant endsAt) {}
