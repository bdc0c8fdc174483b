package io.loadplane.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** Short tasks that come again, and schedules, each on one replica at a time; in a table of their own, so that long runs do not starve them. */
@Singleton
class JobTasks {

    static final String TABLE = "job_task";

    private static final int AT_ONCE = 4;

    private final Scheduler scheduler;

    JobTasks(
            @Named("scheduler") DataSource pool,
            OrphanReaper orphans,
            HistoryReaper history,
            Resealer secrets,
            ScheduleJob schedules,
            EngineSettings settings,
            RetentionSettings retention,
            Clock clock) {
        RecurringTask<Void> reapOrphans = Tasks.recurring("orphans", FixedDelay.of(settings.orphanInterval()))
                .execute((instance, context) -> orphans.reap());
        RecurringTask<Void> reapHistory = Tasks.recurring("retention", FixedDelay.of(retention.interval()))
                .execute((instance, context) -> history.reap(context.getSchedulerState()::isShuttingDown));
        RecurringTask<Void> reseal = Tasks.recurring("reseal", FixedDelay.of(secrets.interval()))
                .execute((instance, context) -> secrets.round(context.getSchedulerState()::isShuttingDown));
        this.scheduler = Schedulers.ofShortTasks(pool, TABLE, schedules.task(), settings, clock)
                .startTasks(reapOrphans, reapHistory, reseal)
                .threads(AT_ONCE)
                .build();
    }

    @EventListener
    void start(StartupEvent event) {
        scheduler.start();
    }

    @EventListener
    void stop(ShutdownEvent event) {
        scheduler.stop();
    }
}
