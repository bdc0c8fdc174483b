package io.loadplane.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.schedule.ScheduleQueue;
import jakarta.inject.Singleton;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * One durable task per version of a schedule, written in the transaction that writes the schedule. A task that is
 * executing cannot be moved to another time; so a changed schedule gets a task of its own, and the former one finds that
 * its version is no more.
 */
@Singleton
class ScheduleTasks implements ScheduleQueue {

    private final SchedulerClient client;

    ScheduleTasks(DataSource transactional) {
        this.client = Schedulers.client(transactional, JobTasks.TABLE);
    }

    @Override
    public void schedule(Schedule schedule, Instant at) {
        client.scheduleIfNotExists(new TaskInstance<>(ScheduleJob.TASK, ScheduleJob.instance(schedule)), at);
    }

    @Override
    public void forget(Schedule schedule) {
        try {
            client.cancel(TaskInstanceId.of(ScheduleJob.TASK, ScheduleJob.instance(schedule)));
        } catch (TaskInstanceException e) {
            // It is executing, or there is none: either way it ends by itself.
        }
    }
}
