package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.schedule.CronReader;
import io.loadplane.model.schedule.Timetable;
import io.loadplane.model.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of schedules, above all around the days on which clocks are changed. */
class TimetableTest {

    private final CronReader crons = new CronExpressions();

    @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            30 2 * * *   | Europe/Berlin       | 2025-03-29T12:00:00Z | 2025-03-30T01:00:00Z
            30 2 * * *   | Europe/Berlin       | 2025-03-30T01:00:00Z | 2025-03-31T00:30:00Z
            0 2 * * *    | Europe/Berlin       | 2025-03-29T12:00:00Z | 2025-03-30T01:00:00Z
            0 3 * * *    | Europe/Berlin       | 2025-03-29T12:00:00Z | 2025-03-30T01:00:00Z
            30 2 * * *   | Europe/Berlin       | 2025-10-25T12:00:00Z | 2025-10-26T00:30:00Z
            30 2 * * *   | Europe/Berlin       | 2025-10-26T00:30:00Z | 2025-10-27T01:30:00Z
            0 3 * * *    | Europe/Berlin       | 2025-10-25T12:00:00Z | 2025-10-26T02:00:00Z
            30 2 * * *   | America/New_York    | 2025-03-08T12:00:00Z | 2025-03-09T07:00:00Z
            30 1 * * *   | America/New_York    | 2025-11-01T12:00:00Z | 2025-11-02T05:30:00Z
            30 1 * * *   | America/New_York    | 2025-11-02T05:30:00Z | 2025-11-03T06:30:00Z
            15 2 * * *   | Australia/Lord_Howe | 2025-10-04T12:00:00Z | 2025-10-04T15:30:00Z
            15 2 * * *   | Australia/Lord_Howe | 2025-10-04T15:30:00Z | 2025-10-05T15:15:00Z
            45 1 * * *   | Australia/Lord_Howe | 2025-04-05T12:00:00Z | 2025-04-05T14:45:00Z
            45 1 * * *   | Australia/Lord_Howe | 2025-04-05T14:45:00Z | 2025-04-06T15:15:00Z
            0 0 * * *    | Africa/Cairo        | 2025-04-24T12:00:00Z | 2025-04-24T22:00:00Z
            30 0 * * *   | Africa/Cairo        | 2025-04-24T12:00:00Z | 2025-04-24T22:00:00Z
            30 0 * * *   | Africa/Cairo        | 2025-04-24T22:00:00Z | 2025-04-25T21:30:00Z
            30 23 * * *  | Africa/Cairo        | 2025-10-30T12:00:00Z | 2025-10-30T20:30:00Z
            30 23 * * *  | Africa/Cairo        | 2025-10-30T20:30:00Z | 2025-10-31T21:30:00Z
            0 0 29 2 *   | UTC                 | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
            0 12 * * 1-5 | Europe/Berlin       | 2026-01-02T12:00:00Z | 2026-01-05T11:00:00Z
            0 9 1 * 1    | UTC                 | 2026-01-01T12:00:00Z | 2026-01-05T09:00:00Z
            0 9 * * 0    | UTC                 | 2026-01-01T12:00:00Z | 2026-01-04T09:00:00Z
            """)
    void the_next_time_is(String cron, String zone, Instant after, Instant expected) {
        assertThat(timetable(cron, zone).next(after)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Africa/Cairo",
                "America/Santiago",
                "Asia/Beirut",
                "Africa/Casablanca",
                "America/Nuuk",
                "Asia/Kathmandu"
            })
    void every_time_of_the_day_comes_once_on_every_day_of_ten_years(String zone) {
        for (String cron : List.of("0 0 * * *", "30 0 * * *", "15 1 * * *", "0 2 * * *", "30 2 * * *", "59 23 * * *")) {
            List<Instant> times = until(
                    timetable(cron, zone),
                    LocalDate.of(2020, 1, 1)
                            .atStartOfDay(ZoneId.of(zone))
                            .toInstant()
                            .minusNanos(1),
                    LocalDate.of(2030, 1, 1)
                            .atStartOfDay(ZoneId.of(zone))
                            .toInstant()
                            .minusNanos(1));

            assertThat(times).as(cron).hasSize(10 * 365 + 3);
            for (int day = 0; day < times.size(); day++) {
                LocalDate expected = LocalDate.of(2020, 1, 1).plusDays(day);
                ZonedDateTime shown = times.get(day).atZone(ZoneId.of(zone));
                boolean gapAtMidnight = shown.toLocalTime().toSecondOfDay() == 0;
                assertThat(shown.toLocalDate())
                        .as("%s in %s", cron, zone)
                        .isIn(expected, gapAtMidnight ? expected.plusDays(1) : expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,2025-03-29T20:00:00Z",
        "Europe/Berlin,2025-10-25T20:00:00Z",
        "America/New_York,2025-03-09T00:00:00Z",
        "America/New_York,2025-11-02T00:00:00Z",
        "Australia/Lord_Howe,2025-10-04T10:00:00Z",
        "Australia/Lord_Howe,2025-04-05T10:00:00Z",
        "Africa/Cairo,2025-04-24T18:00:00Z",
        "Africa/Cairo,2025-10-30T18:00:00Z"
    })
    void every_quarter_of_an_hour_goes_on_through_a_change(String zone, Instant evening) {
        List<Instant> times = until(timetable("*/15 * * * *", zone), evening, evening.plus(Duration.ofHours(12)));

        assertThat(times)
                .containsExactlyElementsOf(Stream.iterate(evening, time -> time.plus(Duration.ofMinutes(15)))
                        .skip(1)
                        .limit(48)
                        .toList());
    }

    @Test
    void an_open_hour_counts_each_time_that_the_clock_shows() {
        Timetable everyOther = timetable("0 */2 * * *", "Europe/Berlin");

        List<Instant> shortNight =
                until(everyOther, Instant.parse("2025-03-29T22:59:00Z"), Instant.parse("2025-03-30T02:00:00Z"));
        List<Instant> longNight =
                until(everyOther, Instant.parse("2025-10-25T21:59:00Z"), Instant.parse("2025-10-26T03:00:00Z"));

        assertThat(shortNight)
                .extracting(Instant::toString)
                .containsExactly("2025-03-29T23:00:00Z", "2025-03-30T02:00:00Z");
        assertThat(longNight)
                .extracting(Instant::toString)
                .containsExactly(
                        "2025-10-25T22:00:00Z", "2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z", "2025-10-26T03:00:00Z");
    }

    @Test
    void several_times_in_one_gap_are_one() {
        List<Instant> times = until(
                timetable("*/10 2 * * *", "Europe/Berlin"),
                Instant.parse("2025-03-29T12:00:00Z"),
                Instant.parse("2025-03-30T12:00:00Z"));

        assertThat(times).containsExactly(Instant.parse("2025-03-30T01:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 31 2 *", "0 0 30,31 2 *", "0 * 31 4 *"})
    void what_is_in_no_calendar_never_comes(String cron) {
        assertThat(timetable(cron, "Europe/Berlin").next(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "@daily",
                "0 2 * *",
                "0 0 2 * * *",
                "60 2 * * *",
                "0 24 * * *",
                "0 2 0 * *",
                "0 2 * 13 *",
                "0 2 * * 8",
                "*/0 * * * *",
                "0 2 L * *",
                "0 2 ? * *",
                "0 22-2 * * *",
                "a b c d e",
                "0 2 * * MON#2"
            })
    void what_is_no_cron_is_refused(String cron) {
        assertThatThrownBy(() -> crons.read(cron)).isInstanceOf(IllegalArgumentException.class);
    }

    private Timetable timetable(String cron, String zone) {
        return Timetable.of(new Timing.Recurring(cron, ZoneId.of(zone)), crons);
    }

    private static List<Instant> until(Timetable timetable, Instant from, Instant last) {
        List<Instant> times = new ArrayList<>();
        Instant time = timetable.next(from).orElseThrow();
        while (!time.isAfter(last)) {
            times.add(time);
            time = timetable.next(time).orElseThrow();
        }
        return times;
    }
}
