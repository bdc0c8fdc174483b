package io.loadplane.model.schedule;

import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.run.ScheduleId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs of one load test by itself.
 *
 * @param version counts the changes that callers made, from 1
 * @param settledUntil nothing that was due up to then can start a run any more
 * @param lastFirings what became of the newest times, newest first
 */
public record Schedule(
        ScheduleId id,
        LoadTestId loadTestId,
        Plan plan,
        int version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        Instant settledUntil,
        List<Firing> lastFirings) {

    /** How late a run may start without being called missed. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int FIRINGS_KEPT = 20;

    /** As many missed times as are worth counting. */
    public static final int DUE_COUNTED = 1_000;

    public Schedule {
        lastFirings = List.copyOf(lastFirings);
    }

    /**
     * What a caller asked for.
     *
     * @param name for people; part of {@code started_by} of its runs
     * @param note of each run; null for none
     * @param endsAt the last moment at which it may fire; null for no end
     */
    public record Plan(
            String name,
            Timing timing,
            Overrides overrides,
            @Nullable String note,
            IfRunning ifRunning,
            Missed missed,
            boolean paused,
            @Nullable Instant endsAt) {

        public Plan pause(boolean pause) {
            return new Plan(name, timing, overrides, note, ifRunning, missed, pause, endsAt);
        }
    }

    /**
     * Times that have come and are not settled.
     *
     * @param run the one to start a run for; null for none
     * @param missed those that are too old for one
     */
    public record Due(@Nullable Instant run, List<Instant> missed) {}

    /** The next time that is not settled; empty when it is paused or has ended. */
    public Optional<Instant> next(CronReader crons) {
        return upcoming(settledUntil, 1, crons).stream().findFirst();
    }

    /** The times to come. */
    public List<Instant> upcoming(Instant now, int count, CronReader crons) {
        Timetable timetable = Timetable.of(plan.timing(), crons);
        return Stream.iterate(
                        next(now.isAfter(settledUntil) ? now : settledUntil, timetable),
                        Optional::isPresent,
                        time -> next(time.orElseThrow(), timetable))
                .flatMap(Optional::stream)
                .limit(count)
                .toList();
    }

    public Due due(Instant now, CronReader crons) {
        Timetable timetable = Timetable.of(plan.timing(), crons);
        Instant punctual = now.minus(TOLERANCE);
        List<Instant> times = new ArrayList<>();
        Optional<Instant> time = next(settledUntil, timetable);
        while (time.isPresent() && !time.get().isAfter(now)) {
            times.add(time.get());
            boolean skips = times.size() >= DUE_COUNTED && time.get().isBefore(punctual);
            time = next(skips ? punctual : time.get(), timetable);
        }
        if (times.isEmpty() || plan.missed() == Missed.SKIP && times.getLast().isBefore(punctual)) {
            return new Due(null, times);
        }
        return new Due(times.removeLast(), times);
    }

    private Optional<Instant> next(Instant after, Timetable timetable) {
        return plan.paused()
                ? Optional.empty()
                : timetable.next(after).filter(time -> plan.endsAt() == null || !time.isAfter(plan.endsAt()));
    }

    /** The firing that waits for the end of another run. */
    public Optional<Firing> waiting() {
        return lastFirings.stream().filter(Firing::waits).findFirst();
    }

    /** This schedule as a caller wants it now. Times that passed under another timing, or during a pause, are over. */
    public Schedule change(Plan next, Instant now) {
        boolean anew = plan.paused() || !plan.timing().equals(next.timing());
        Schedule changed = new Schedule(
                id,
                loadTestId,
                next,
                version + 1,
                createdAt,
                createdBy,
                now,
                anew && now.isAfter(settledUntil) ? now : settledUntil,
                lastFirings);
        return next.paused()
                ? waiting()
                        .map(waiting -> changed.record(new Firing(
                                waiting.dueAt(), now, Firing.Outcome.SKIPPED, null, "paused before it could start")))
                        .orElse(changed)
                : changed;
    }

    /**
     * This schedule with what became of a time; what was known of the same time before is replaced. However much comes
     * later, a firing that waits is kept.
     */
    public Schedule record(Firing firing) {
        List<Firing> firings = Stream.concat(
                        Stream.of(firing),
                        lastFirings.stream().filter(earlier -> !earlier.dueAt().equals(firing.dueAt())))
                .sorted(Comparator.comparing(Firing::dueAt).reversed())
                .toList();
        return with(
                settledUntil,
                Stream.concat(
                                firings.stream().limit(FIRINGS_KEPT),
                                firings.stream().skip(FIRINGS_KEPT).filter(Firing::waits))
                        .toList());
    }

    /** This schedule when nothing up to that time is left to do, but to start what waits. */
    public Schedule settle(Instant until) {
        return with(until.isAfter(settledUntil) ? until : settledUntil, lastFirings);
    }

    private Schedule with(Instant until, List<Firing> firings) {
        return new Schedule(id, loadTestId, plan, version, createdAt, createdBy, updatedAt, until, firings);
    }
}
