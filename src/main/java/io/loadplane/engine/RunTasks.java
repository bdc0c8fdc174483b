package io.loadplane.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.loadplane.model.Vital;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunQueue;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One durable task per run, from the transaction that stores the run until it is cleaned up. Whatever process holds the
 * task drives the run; when it dies, its heartbeat stops and another one, or its successor, takes the task up.
 */
@Singleton
class RunTasks implements RunQueue, Vital {

    private static final Logger LOG = LoggerFactory.getLogger(RunTasks.class);

    private static final String TABLE = "run_task";
    private static final String TASK = "run";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Runs that one process drives at once: each waits most of its time, on a virtual thread. */
    private static final int RUNS_AT_ONCE = 2000;

    private final Scheduler scheduler;
    private final SchedulerClient client;
    private final CustomTask<Void> task;
    private final RunDrivers drivers;
    private final Wakeups wakeups;
    private final ApplicationEventPublisher<Scheduled> events;
    private final EngineFigures figures;
    private final Clock clock;
    private final String owner = ManagementFactory.getRuntimeMXBean().getName();

    /** A run was stored together with its task. */
    record Scheduled(RunId id) {}

    RunTasks(
            DataSource transactional,
            @Named("scheduler") DataSource pool,
            RunDrivers drivers,
            Wakeups wakeups,
            ApplicationEventPublisher<Scheduled> events,
            EngineFigures figures,
            Clock clock) {
        this.drivers = drivers;
        this.wakeups = wakeups;
        this.events = events;
        this.figures = figures;
        this.clock = clock;
        this.task = Tasks.custom(TASK, Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .onDeadExecutionRevive()
                .execute(this::drive);
        // The client joins the transaction that stores a run; the scheduler must not, so it has the bare pool.
        this.client = Schedulers.client(transactional, TABLE);
        this.scheduler = Scheduler.create(DelegatingDataSource.unwrapDataSource(pool), task)
                .tableName(TABLE)
                .schedulerName(new SchedulerName.Fixed(owner))
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .threads(RUNS_AT_ONCE)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofSeconds(20))
                .build();
    }

    @EventListener
    void start(StartupEvent event) {
        scheduler.start();
    }

    /** Hands every run over at once: drivers leave at their next breath, and their tasks are due for whoever is there. */
    @EventListener
    void stop(ShutdownEvent event) {
        scheduler.pause();
        wakeups.drain();
        scheduler.stop();
    }

    @Override
    public void schedule(RunId id) {
        client.scheduleIfNotExists(new TaskInstance<>(TASK, id.value()), clock.instant());
        events.publishEvent(new Scheduled(id));
    }

    @TransactionalEventListener
    void scheduled(Scheduled event) {
        LOG.atInfo().addKeyValue("run", event.id()).addKeyValue("to", "queued").log("run requested");
        scheduler.triggerCheckForDueExecutions();
    }

    @Override
    public void wake(RunId id) {
        wakeups.wake(id);
    }

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public @Nullable String trouble() {
        boolean works = scheduler.getSchedulerState().isStarted()
                && !scheduler.getSchedulerState().isPaused()
                && !scheduler.getSchedulerState().isShuttingDown();
        return works ? null : "This process drives no runs: it is just starting, or about to end.";
    }

    private CompletionHandler<Void> drive(TaskInstance<Void> instance, ExecutionContext context) {
        RunId id = new RunId(instance.getId());
        figures.picked(Duration.between(context.getExecution().executionTime, clock.instant()));
        RunJournal.Owner current = new RunJournal.Owner(owner, context.getExecution().version);
        return switch (drivers.drive(id, current)) {
            case FINISHED -> new CompletionHandler.OnCompleteRemove<>();
            case HANDED_OVER -> (complete, operations) -> operations.reschedule(complete, clock.instant());
            // The task belongs to its new owner now.
            case LOST -> (complete, operations) -> {};
        };
    }
}
