package io.loadplane.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Task;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/** How durable tasks are written and polled, whatever their table. */
final class Schedulers {

    /** What a dead process was about to start must be started by another before it counts as missed. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final int MISSED_HEARTBEATS = 4;

    private Schedulers() {}

    /** Joins the transaction that makes a task necessary. */
    static SchedulerClient client(DataSource transactional, String table) {
        return SchedulerClient.Builder.create(transactional)
                .tableName(table)
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .build();
    }

    /** Of tasks that take seconds. */
    static SchedulerBuilder ofShortTasks(
            DataSource pool, String table, Task<?> task, EngineSettings settings, Clock clock) {
        return Scheduler.create(DelegatingDataSource.unwrapDataSource(pool), task)
                .tableName(table)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .clock(clock::instant)
                .pollingInterval(settings.jobPoll())
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofSeconds(5));
    }
}
