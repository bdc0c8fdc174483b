package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.schedule.ScheduleStore;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

@Singleton
@Transactional
class PostgresScheduleStore implements ScheduleStore {

    private final ScheduleRows rows;

    PostgresScheduleStore(ScheduleRows rows) {
        this.rows = rows;
    }

    @Override
    public void insert(Schedule schedule) {
        rows.save(ScheduleRow.of(schedule));
    }

    @Override
    public Optional<Schedule> find(ScheduleId id) {
        return rows.findById(id.value()).map(ScheduleRow::toSchedule);
    }

    @Override
    public Optional<Schedule> lock(ScheduleId id) {
        return rows.lock(id.value()).map(ScheduleRow::toSchedule);
    }

    @Override
    public void update(Schedule schedule) {
        ScheduleRow row = ScheduleRow.of(schedule);
        if (rows.settle(row.id(), row.settledUntil()) == 0) {
            throw new IllegalStateException("later times of %s are settled".formatted(schedule.id()));
        }
        rows.update(row);
    }

    @Override
    public void delete(ScheduleId id) {
        rows.remove(id.value());
    }

    @Override
    public Page<Schedule> list(Filter filter, Reach reach, Page.Request page) {
        String loadTest =
                filter.loadTestId() == null ? null : filter.loadTestId().value();
        List<Schedule> found =
                rows.list(loadTest, filter.environment(), Reaches.text(reach), page.after(), page.limit() + 1).stream()
                        .map(ScheduleRow::toSchedule)
                        .toList();
        return Page.of(found, page, schedule -> schedule.id().value());
    }

    @Override
    public List<ScheduleId> of(LoadTestId loadTest) {
        return rows.listOf(loadTest.value()).stream().map(ScheduleId::new).toList();
    }
}
