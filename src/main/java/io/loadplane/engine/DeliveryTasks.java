package io.loadplane.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.loadplane.model.webhook.DeliveryId;
import io.loadplane.model.webhook.DeliveryQueue;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * One durable task per delivery, in a table of their own: receivers that hang must not keep schedules waiting. A process
 * of a release without webhooks does not know the table, and leaves it alone.
 */
@Singleton
class DeliveryTasks implements DeliveryQueue {

    private static final String TABLE = "delivery_task";

    /** Each waits most of its time, on a virtual thread. */
    private static final int AT_ONCE = 64;

    private final Scheduler scheduler;
    private final SchedulerClient client;

    DeliveryTasks(
            DataSource transactional,
            @Named("scheduler") DataSource pool,
            DeliveryJob job,
            EngineSettings settings,
            Clock clock) {
        this.client = Schedulers.client(transactional, TABLE);
        this.scheduler = Schedulers.ofShortTasks(pool, TABLE, job.task(), settings, clock)
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

    @Override
    public void schedule(DeliveryId id, Instant at) {
        client.scheduleIfNotExists(new TaskInstance<>(DeliveryJob.TASK, id.value()), at);
    }
}
