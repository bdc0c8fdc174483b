package io.loadplane.model.schedule;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.ScheduleId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Durable schedules. */
public interface ScheduleStore {

    /** Which schedules are asked for; null means any. */
    record Filter(@Nullable LoadTestId loadTestId, @Nullable String environment) {}

    void insert(Schedule schedule);

    Optional<Schedule> find(ScheduleId id);

    /** The same, and lets nobody else change it until the transaction ends. */
    Optional<Schedule> lock(ScheduleId id);

    /** Stores the schedule as it is now; it must be locked. Throws {@link IllegalStateException} when later times are settled. */
    void update(Schedule schedule);

    void delete(ScheduleId id);

    /** Newest first. */
    Page<Schedule> list(Filter filter, Reach reach, Page.Request page);

    /** The schedules of a load test. */
    List<ScheduleId> of(LoadTestId loadTest);
}
