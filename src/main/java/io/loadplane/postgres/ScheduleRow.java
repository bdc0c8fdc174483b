package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.schedule.Firing;
import io.loadplane.model.schedule.IfRunning;
import io.loadplane.model.schedule.Missed;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.schedule.Timing;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@MappedEntity("schedule")
record ScheduleRow(
        @Id String id,
        String loadTestId,
        String name,
        @Nullable String cron,
        @Nullable String timeZone,
        @Nullable Instant onceAt,
        @TypeDef(type = DataType.JSON) String overrides,
        @Nullable String note,
        String ifRunning,
        String missed,
        boolean paused,
        @Nullable Instant endsAt,
        int version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        Instant settledUntil,
        @TypeDef(type = DataType.JSON) String lastFirings) {

    /** A firing as it lies in the column. */
    record FiringJson(
            Instant dueAt,
            Instant at,
            String outcome,
            @Nullable String runId,
            @Nullable String message) {

        static FiringJson of(Firing firing) {
            return new FiringJson(
                    firing.dueAt(),
                    firing.at(),
                    Words.of(firing.outcome()),
                    firing.run() == null ? null : firing.run().value(),
                    firing.message());
        }

        Firing toFiring() {
            return new Firing(
                    dueAt,
                    at,
                    Words.read(Firing.Outcome.class, outcome),
                    runId == null ? null : new RunId(runId),
                    message);
        }
    }

    static ScheduleRow of(Schedule schedule) {
        Schedule.Plan plan = schedule.plan();
        Timing.Recurring recurring = plan.timing() instanceof Timing.Recurring found ? found : null;
        return new ScheduleRow(
                schedule.id().value(),
                schedule.loadTestId().value(),
                plan.name(),
                recurring == null ? null : recurring.cron(),
                recurring == null ? null : recurring.zone().getId(),
                plan.timing() instanceof Timing.Once once ? once.at() : null,
                Json.write(plan.overrides()),
                plan.note(),
                Words.of(plan.ifRunning()),
                Words.of(plan.missed()),
                plan.paused(),
                plan.endsAt(),
                schedule.version(),
                schedule.createdAt(),
                schedule.createdBy(),
                schedule.updatedAt(),
                schedule.settledUntil(),
                Json.write(schedule.lastFirings().stream().map(FiringJson::of).toList()));
    }

    Schedule toSchedule() {
        return new Schedule(
                new ScheduleId(id),
                new LoadTestId(loadTestId),
                new Schedule.Plan(
                        name,
                        timing(),
                        Json.read(overrides, Overrides.class),
                        note,
                        Words.read(IfRunning.class, ifRunning),
                        Words.read(Missed.class, missed),
                        paused,
                        endsAt),
                version,
                createdAt,
                createdBy,
                updatedAt,
                settledUntil,
                List.of(Json.read(lastFirings, FiringJson[].class)).stream()
                        .map(FiringJson::toFiring)
                        .toList());
    }

    private Timing timing() {
        return cron == null
                ? new Timing.Once(Objects.requireNonNull(onceAt))
                : new Timing.Recurring(cron, ZoneId.of(Objects.requireNonNull(timeZone)));
    }
}
