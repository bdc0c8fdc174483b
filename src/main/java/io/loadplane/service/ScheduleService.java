package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Findings;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.AuditEntry.Subject;
import io.loadplane.model.audit.Changes;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.schedule.CronReader;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.schedule.ScheduleDraft;
import io.loadplane.model.schedule.ScheduleQueue;
import io.loadplane.model.schedule.ScheduleStore;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Schedules: kept, changed, paused and shown. */
@Singleton
public class ScheduleService {

    private static final int SHOWN = 5;

    private final ScheduleStore schedules;
    private final LoadTestStore loadTests;
    private final ScheduleChecks checks;
    private final ScheduleQueue queue;
    private final CronReader crons;
    private final AuditService audit;
    private final Ids ids;

    ScheduleService(
            ScheduleStore schedules,
            LoadTestStore loadTests,
            ScheduleChecks checks,
            ScheduleQueue queue,
            CronReader crons,
            AuditService audit,
            Ids ids) {
        this.schedules = schedules;
        this.loadTests = loadTests;
        this.checks = checks;
        this.queue = queue;
        this.crons = crons;
        this.audit = audit;
        this.ids = ids;
    }

    public Page<Schedule> list(ScheduleStore.Filter filter, Page.Request page, Caller caller) {
        return schedules.list(filter, caller.reach(Action.SEE), page);
    }

    public Schedule find(ScheduleId id, Caller caller) {
        return schedules
                .find(id)
                .filter(found -> caller.sees(environmentOf(found)))
                .orElseThrow(() -> ControlPlaneException.notFound("schedule", id));
    }

    /** The next times at which it will fire; none while it is paused. */
    public List<Instant> upcoming(Schedule schedule) {
        return schedule.upcoming(ids.clock().instant(), SHOWN, crons);
    }

    @Transactional
    public Schedule create(ScheduleDraft draft, Caller caller, Findings findings) {
        Instant now = ids.clock().instant();
        Optional<LoadTest> loadTest = LoadTestId.parse(draft.loadTest())
                .flatMap(this::lockLoadTest)
                .filter(found -> caller.sees(found.environment()));
        loadTest.ifPresentOrElse(
                found -> caller.require(Action.MANAGE_SCHEDULES, found.environment()),
                () -> caller.requireReach(Action.MANAGE_SCHEDULES));
        if (loadTest.isEmpty()) {
            findings.error(
                    "/load_test_id", "unknown_load_test", "there is no load test \"%s\"".formatted(draft.loadTest()));
        }
        checks.require(draft, loadTest.orElse(null), null, now, findings);
        Schedule schedule = new Schedule(
                new ScheduleId(ids.next(ScheduleId.PREFIX)),
                loadTest.orElseThrow().id(),
                draft.plan(loadTest.orElseThrow().name()),
                1,
                now,
                caller.name(),
                now,
                now,
                List.of());
        schedules.insert(schedule);
        await(schedule);
        audit.done(
                caller,
                Subjects.of(schedule, loadTest.orElseThrow().environment()),
                Changes.between(null, schedule.plan()));
        return schedule;
    }

    @Transactional
    public Schedule revise(ScheduleId id, ScheduleDraft draft, int expectedVersion, Caller caller, Findings findings) {
        Schedule current = lock(id, caller);
        if (current.version() != expectedVersion) {
            throw ControlPlaneException.changedMeanwhile("schedule");
        }
        if (!draft.loadTest().equals(current.loadTestId().value())) {
            findings.error(
                    "/load_test_id",
                    "immutable",
                    "load_test_id cannot change; it is \"%s\"".formatted(current.loadTestId()));
        }
        LoadTest loadTest = loadTests.find(current.loadTestId()).orElse(null);
        checks.require(draft, loadTest, current.plan(), ids.clock().instant(), findings);
        return change(current, draft.plan(loadTest == null ? current.plan().name() : loadTest.name()), caller);
    }

    /** Times that come while it is paused are left out; pausing again changes nothing. */
    @Transactional
    public Schedule pause(ScheduleId id, boolean pause, Caller caller) {
        Schedule current = lock(id, caller);
        return current.plan().paused() == pause
                ? current
                : change(current, current.plan().pause(pause), caller);
    }

    @Transactional
    public void delete(ScheduleId id, Caller caller) {
        Schedule current = lock(id, caller);
        Subject subject = Subjects.of(current, environmentOf(current));
        queue.forget(current);
        schedules.delete(id);
        audit.done(caller, subject, Changes.between(current.plan(), null));
    }

    private Schedule change(Schedule current, Schedule.Plan plan, Caller caller) {
        Schedule next = current.change(plan, ids.clock().instant());
        schedules.update(next);
        queue.forget(current);
        await(next);
        audit.done(caller, Subjects.of(next, environmentOf(next)), Changes.between(current.plan(), plan));
        return next;
    }

    private void await(Schedule schedule) {
        if (schedule.waiting().isPresent()) {
            queue.schedule(schedule, ids.clock().instant());
        } else {
            schedule.next(crons).ifPresent(first -> queue.schedule(schedule, first));
        }
    }

    private Schedule lock(ScheduleId id, Caller caller) {
        Schedule schedule = schedules
                .lock(id)
                .filter(found -> caller.sees(environmentOf(found)))
                .orElseThrow(() -> ControlPlaneException.notFound("schedule", id));
        caller.require(Action.MANAGE_SCHEDULES, environmentOf(schedule));
        return schedule;
    }

    /** That of its load test, which stays as long as the schedule. */
    private String environmentOf(Schedule schedule) {
        return loadTests.environmentOf(schedule.loadTestId()).orElseThrow();
    }

    /** Nobody deletes it until the schedule is stored. */
    private Optional<LoadTest> lockLoadTest(LoadTestId id) {
        loadTests.lock(id);
        return loadTests.find(id);
    }
}
