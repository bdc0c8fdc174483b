package io.loadplane.service;

import io.loadplane.model.Findings;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.schedule.CronReader;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.schedule.ScheduleDraft;
import io.loadplane.model.schedule.Timetable;
import io.loadplane.model.schedule.Timing;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold of a schedule before it is stored, so that nobody finds out at night. */
@Singleton
class ScheduleChecks {

    private static final int MAX_NAME = 100;

    /** Lists of minutes and days make long expressions; all sixty minutes by name have 170 characters. */
    private static final int MAX_CRON = 500;

    private final DefinitionChecks definitions;
    private final CronReader crons;

    ScheduleChecks(DefinitionChecks definitions, CronReader crons) {
        this.definitions = definitions;
        this.crons = crons;
    }

    /**
     * @param loadTest null when there is none, which has been found already
     * @param current what is stored; null for a new schedule. What was right once may stay as it is
     */
    void require(
            ScheduleDraft draft,
            @Nullable LoadTest loadTest,
            Schedule.@Nullable Plan current,
            Instant now,
            Findings findings) {
        if (draft.name() != null && (draft.name().isBlank() || draft.name().length() > MAX_NAME)) {
            findings.error("/name", "malformed_name", "name must have 1 to %d characters".formatted(MAX_NAME));
        }
        if (draft.timing() != null && (current == null || !draft.timing().equals(current.timing()))) {
            checkTiming(draft.timing(), draft.endsAt(), now, findings);
        }
        if (draft.endsAt() != null
                && !draft.endsAt().isAfter(now)
                && (current == null || !Objects.equals(draft.endsAt(), current.endsAt()))) {
            findings.error("/ends_at", "in_the_past", "ends_at must lie in the future; now it is %s".formatted(now));
        }
        if (loadTest != null) {
            checkOverrides(draft, loadTest, findings);
        }
        findings.throwIfAny();
    }

    private void checkTiming(Timing timing, @Nullable Instant endsAt, Instant now, Findings findings) {
        Optional<Instant> first = switch (timing) {
            case Timing.Once once -> first(once, now, findings);
            case Timing.Recurring recurring -> first(recurring, now, findings);
        };
        if (endsAt != null
                && endsAt.isAfter(now)
                && first.filter(endsAt::isBefore).isPresent()) {
            findings.error(
                    "/ends_at",
                    "never_due",
                    "the schedule would end before its first time, which is %s".formatted(first.get()));
        }
    }

    private static Optional<Instant> first(Timing.Once once, Instant now, Findings findings) {
        if (!once.at().isAfter(now)) {
            findings.error("/once_at", "in_the_past", "once_at must lie in the future; now it is %s".formatted(now));
        }
        return Optional.of(once.at());
    }

    private Optional<Instant> first(Timing.Recurring recurring, Instant now, Findings findings) {
        if (recurring.cron().length() > MAX_CRON) {
            findings.error(
                    "/cron",
                    "too_long",
                    "cron has %d characters; at most %d are allowed"
                            .formatted(recurring.cron().length(), MAX_CRON));
            return Optional.empty();
        }
        try {
            Optional<Instant> first = Timetable.of(recurring, crons).next(now);
            if (first.isEmpty()) {
                findings.error("/cron", "never_due", "there is no such date: the schedule would never start a run");
            }
            return first;
        } catch (IllegalArgumentException e) {
            findings.error(
                    "/cron",
                    "malformed_cron",
                    "cron must be five fields (minute, hour, day of the month, month, day of the week), such as \"30 2 * * 1-5\"; \"%s\" is not: %s"
                            .formatted(recurring.cron(), e.getMessage()));
            return Optional.empty();
        }
    }

    private void checkOverrides(ScheduleDraft draft, LoadTest loadTest, Findings findings) {
        Settings settings = loadTest.revision().definition().settings().with(draft.overrides());
        Findings own = new Findings(pointer -> "/overrides" + pointer);
        definitions.check(settings, loadTest.revision().definition().source(), own);
        findings.addAll(own.errors());
    }
}
