package io.loadplane.model.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.function.Function;

/**
 * The moments at which a schedule fires, also on the days when clocks are changed. A time of the day comes exactly once
 * a day: one that is left out comes at the first moment after the gap, one that is there twice at its first. With an
 * open hour ({@code *} or a step from it) every moment counts at which the clock shows a fitting time, so that
 * "every 15 minutes" goes on through both changes.
 */
public final class Timetable {

    private final Function<Instant, Optional<Instant>> next;

    private Timetable(Function<Instant, Optional<Instant>> next) {
        this.next = next;
    }

    /** Throws {@link IllegalArgumentException} when the timing's cron expression is none. */
    public static Timetable of(Timing timing, CronReader crons) {
        return switch (timing) {
            case Timing.Once once ->
                new Timetable(after -> after.isBefore(once.at()) ? Optional.of(once.at()) : Optional.empty());
            case Timing.Recurring recurring -> {
                CronReader.Cron cron = crons.read(recurring.cron());
                yield recurring.isEveryHour()
                        ? new Timetable(after -> nextShown(cron, recurring.zone(), after))
                        : new Timetable(after -> nextOfDay(cron, recurring.zone(), after));
            }
        };
    }

    /** The first moment later than the given one; empty when there is none. */
    public Optional<Instant> next(Instant after) {
        return next.apply(after);
    }

    private static Optional<Instant> nextOfDay(CronReader.Cron cron, ZoneId zone, Instant after) {
        Optional<LocalDateTime> time = cron.next(LocalDateTime.ofInstant(after, zone));
        while (time.isPresent() && !moment(time.get(), zone).isAfter(after)) {
            time = cron.next(time.get());
        }
        return time.map(found -> moment(found, zone));
    }

    private static Instant moment(LocalDateTime time, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        if (change == null) {
            return time.atZone(zone).toInstant();
        }
        return change.isGap() ? change.getInstant() : time.toInstant(change.getOffsetBefore());
    }

    /** Between two changes the clock on the wall runs evenly; after each it is looked at anew. */
    private static Optional<Instant> nextShown(CronReader.Cron cron, ZoneId zone, Instant after) {
        ZoneRules rules = zone.getRules();
        Instant from = after;
        LocalDateTime shown = LocalDateTime.ofInstant(after, zone);
        while (true) {
            ZoneOffset offset = rules.getOffset(from);
            ZoneOffsetTransition change = rules.nextTransition(from);
            Optional<Instant> moment = cron.next(shown).map(time -> time.toInstant(offset));
            if (moment.isEmpty() || change == null || moment.get().isBefore(change.getInstant())) {
                return moment;
            }
            from = change.getInstant();
            shown = change.getDateTimeAfter().minusNanos(1);
        }
    }
}
