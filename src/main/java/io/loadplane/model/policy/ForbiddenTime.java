package io.loadplane.model.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A time of the week at which no run starts. It ends on the day after it began when {@code to} is not later than
 * {@code from}. On days when clocks change it is as long as any clock could show it: from the first moment of
 * {@code from} to the last of {@code to}; a time that is left out is the moment of the change.
 *
 * @param days on which it begins; empty for every day
 */
public record ForbiddenTime(List<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId timeZone) {

    public ForbiddenTime {
        days = List.copyOf(days);
    }

    /** When it is over, for a moment that lies in it. */
    Optional<Instant> endAt(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, timeZone);
        return Stream.of(day.minusDays(1), day)
                .filter(begin -> days.isEmpty() || days.contains(begin.getDayOfWeek()))
                .filter(begin -> !moment(begin.atTime(from), false).isAfter(time))
                .map(begin -> moment((to.isAfter(from) ? begin : begin.plusDays(1)).atTime(to), true))
                .filter(time::isBefore)
                .max(Comparator.naturalOrder());
    }

    private Instant moment(LocalDateTime shown, boolean last) {
        ZoneOffsetTransition change = timeZone.getRules().getTransition(shown);
        if (change == null) {
            return shown.atZone(timeZone).toInstant();
        } else if (change.isGap()) {
            return change.getInstant();
        }
        return shown.toInstant(last ? change.getOffsetAfter() : change.getOffsetBefore());
    }
}
