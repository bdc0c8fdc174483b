package io.loadplane.engine;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import io.loadplane.model.schedule.CronReader;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Cron expressions as db-scheduler understands them, on a clock that is never changed: what zones do is not its concern. */
@Singleton
class CronExpressions implements CronReader {

    /** No day of any year is farther away than two leap days around a year 2100. What never comes it calls the year 2500. */
    private static final Duration FARTHEST = Duration.ofDays(9 * 366);

    @Override
    public Cron read(String expression) {
        if (expression.strip().equals("-")) {
            throw new IllegalArgumentException("it means \"never\"");
        }
        CronSchedule cron = new CronSchedule(expression, ZoneOffset.UTC, CronStyle.UNIX);
        return after ->
                next(cron, after.toInstant(ZoneOffset.UTC)).map(time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    private static Optional<Instant> next(CronSchedule cron, Instant after) {
        return Optional.of(cron.getInitialExecutionTime(after)).filter(time -> time.isBefore(after.plus(FARTHEST)));
    }
}
