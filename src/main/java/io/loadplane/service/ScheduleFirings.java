package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Durations;
import io.loadplane.model.Findings;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.policy.Policy;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunQueue;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.run.StartOptions;
import io.loadplane.model.schedule.CronReader;
import io.loadplane.model.schedule.Firing;
import io.loadplane.model.schedule.Firing.Outcome;
import io.loadplane.model.schedule.Firings;
import io.loadplane.model.schedule.IfRunning;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.schedule.ScheduleStore;
import io.loadplane.model.webhook.Announcements;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the runs of schedules. The lock on the schedule's row makes of many that try one that does. A schedule goes on
 * under what its author was allowed when it was written, also when the author's token is gone: its environment never
 * changes, and whoever may manage it there can pause it.
 */
@Singleton
class ScheduleFirings implements Firings {

    /** How often it is looked whether the run that a firing waits for has ended. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ScheduleStore schedules;
    private final LoadTestStore loadTests;
    private final RunStore runs;
    private final RunQueue queue;
    private final DefinitionChecks checks;
    private final RunStarts starts;
    private final Announcements announcements;
    private final CronReader crons;
    private final Clock clock;

    ScheduleFirings(
            ScheduleStore schedules,
            LoadTestStore loadTests,
            RunStore runs,
            RunQueue queue,
            DefinitionChecks checks,
            RunStarts starts,
            Announcements announcements,
            CronReader crons,
            Clock clock) {
        this.schedules = schedules;
        this.loadTests = loadTests;
        this.runs = runs;
        this.queue = queue;
        this.checks = checks;
        this.starts = starts;
        this.announcements = announcements;
        this.crons = crons;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Optional<Instant> settle(ScheduleId id, int version) {
        Instant now = clock.instant();
        Schedule found = schedules
                .lock(id)
                .filter(schedule ->
                        schedule.version() == version && !schedule.plan().paused())
                .orElse(null);
        if (found == null) {
            return Optional.empty();
        }
        Schedule settled = settle(found, now);
        if (!settled.equals(found)) {
            schedules.update(settled);
            announce(found, settled);
        }
        Optional<Instant> next = settled.next(crons);
        return settled.waiting().isPresent()
                ? Optional.of(next.filter(time -> time.isBefore(now.plus(LOOK))).orElse(now.plus(LOOK)))
                : next;
    }

    private void announce(Schedule before, Schedule after) {
        for (Firing firing : after.lastFirings()) {
            boolean came = firing.outcome() != Outcome.MISSED && firing.outcome() != Outcome.FAILED;
            if (!came && !before.lastFirings().contains(firing)) {
                announcements.missed(after, firing);
            }
        }
    }

    private Schedule settle(Schedule schedule, Instant now) {
        Schedule settled = schedule.waiting()
                .map(waiting -> schedule.record(fire(schedule, waiting.dueAt(), waiting, now)))
                .orElse(schedule);
        Schedule.Due due = schedule.due(now, crons);
        if (!due.missed().isEmpty()) {
            settled = settled.record(missed(due.missed(), now))
                    .settle(due.missed().getLast());
        }
        Instant time = due.run();
        return time == null ? settled : settled.record(next(settled, time, now)).settle(time);
    }

    /** One at most waits: whatever comes meanwhile would only be the same once more. */
    private Firing next(Schedule schedule, Instant dueAt, Instant now) {
        return schedule.waiting()
                .map(waiting -> new Firing(
                        dueAt,
                        now,
                        Outcome.SKIPPED,
                        null,
                        "the run of %s still waits for its start".formatted(waiting.dueAt())))
                .orElseGet(() -> fire(schedule, dueAt, null, now));
    }

    private static Firing missed(List<Instant> times, Instant now) {
        String count = times.size() < Schedule.DUE_COUNTED
                ? Integer.toString(times.size())
                : "at least " + Schedule.DUE_COUNTED;
        String which = times.size() == 1 ? "this time" : "%s times from %s on".formatted(count, times.getFirst());
        return new Firing(times.getLast(), now, Outcome.MISSED, null, "nobody could start a run at " + which);
    }

    /**
     * @param waited what is known of it if it has waited
     */
    private Firing fire(Schedule schedule, Instant dueAt, @Nullable Firing waited, Instant now) {
        loadTests.lock(schedule.loadTestId());
        LoadTest loadTest = loadTests.find(schedule.loadTestId()).orElse(null);
        if (loadTest == null) {
            return new Firing(dueAt, now, Outcome.FAILED, null, "the load test was deleted");
        }
        Optional<Policy.Closed> closed =
                starts.closed(loadTest.revision().definition().settings());
        if (closed.isPresent()) {
            return new Firing(dueAt, now, Outcome.SKIPPED, null, closed.get().sentence(loadTest.environment()));
        }
        List<RunId> active = runs.active(loadTest.id());
        if (!active.isEmpty()) {
            return meet(active, schedule, dueAt, waited, now);
        }
        try {
            RunId run = start(loadTest, schedule);
            boolean replaces = waited != null && schedule.plan().ifRunning() == IfRunning.REPLACE;
            return new Firing(dueAt, now, replaces ? Outcome.REPLACED : Outcome.STARTED, run, late(dueAt, now));
        } catch (InvalidRequest e) {
            return new Firing(dueAt, now, Outcome.FAILED, null, e.sentence());
        } catch (ControlPlaneException e) {
            return new Firing(dueAt, now, Outcome.FAILED, null, e.getMessage());
        }
    }

    private Firing meet(List<RunId> active, Schedule schedule, Instant dueAt, @Nullable Firing waited, Instant now) {
        RunId first = active.getFirst();
        return switch (schedule.plan().ifRunning()) {
            case SKIP -> new Firing(dueAt, now, Outcome.SKIPPED, null, "%s was still active".formatted(first));
            case QUEUE ->
                waited == null ? new Firing(dueAt, now, Outcome.QUEUED, null, "waits for the end of " + first) : waited;
            case REPLACE -> {
                active.forEach(run -> stop(run, schedule, now));
                yield waited == null
                        ? new Firing(
                                dueAt,
                                now,
                                Outcome.QUEUED,
                                null,
                                "waits for the end of %s, which was stopped".formatted(first))
                        : waited;
            }
        };
    }

    private void stop(RunId run, Schedule schedule, Instant now) {
        if (runs.requestStop(run, new Run.Stop(now, starterName(schedule), true))) {
            queue.wake(run);
        }
    }

    private RunId start(LoadTest loadTest, Schedule schedule) {
        Settings settings =
                loadTest.revision().definition().settings().with(schedule.plan().overrides());
        checks.require(loadTest.revision().definition(), schedule.plan().overrides(), new Findings());
        return starts.start(
                loadTest,
                settings,
                new RunStarts.Starter(
                        starterName(schedule), schedule.plan().note(), schedule.id(), StartOptions.DEFAULT));
    }

    private static String starterName(Schedule schedule) {
        return "schedule " + schedule.plan().name();
    }

    private static @Nullable String late(Instant dueAt, Instant now) {
        Duration late = Duration.between(dueAt, now);
        return late.compareTo(Duration.ofMinutes(1)) < 0 ? null : "started %s later".formatted(Durations.format(late));
    }
}
