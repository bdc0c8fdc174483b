package io.loadplane.engine;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.schedule.Firings;
import io.loadplane.model.schedule.Schedule;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Fires one version of a schedule at its times, until there are no more. */
@Singleton
class ScheduleJob {

    static final String TASK = "schedule";

    private static final String VERSION = "@";

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

    /** 64 seconds at most: a time must be tried again while it is not yet missed. */
    private static final int DOUBLINGS = 5;

    private final Firings firings;

    ScheduleJob(Firings firings) {
        this.firings = firings;
    }

    static String instance(Schedule schedule) {
        return schedule.id() + VERSION + schedule.version();
    }

    CustomTask<Void> task() {
        return Tasks.custom(TASK, Void.class)
                .onFailure(ScheduleJob::retry)
                .onDeadExecutionRevive()
                .execute(this::fire);
    }

    private CompletionHandler<Void> fire(TaskInstance<Void> instance, ExecutionContext context) {
        int end = instance.getId().lastIndexOf(VERSION);
        int version = Integer.parseInt(instance.getId().substring(end + VERSION.length()));
        return firings.settle(new ScheduleId(instance.getId().substring(0, end)), version)
                .<CompletionHandler<Void>>map(next -> (complete, operations) -> operations.reschedule(complete, next))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }

    private static void retry(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        int doublings = Math.min(complete.getExecution().consecutiveFailures, DOUBLINGS);
        operations.reschedule(complete, complete.getTimeDone().plus(FIRST_RETRY.multipliedBy(1L << doublings)));
    }
}
