package io.loadplane.model.policy;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When no run starts, and when runs start again. */
class ForbiddenTimeTest {

    /** 2 January 2026 is a Friday. */
    @ParameterizedTest(name = "{0} at {1}: until {2}")
    @CsvSource(nullValues = "open", textBlock = """
                    FRIDAY 08:00-18:00, 2026-01-02T07:59:59Z, open
                    FRIDAY 08:00-18:00, 2026-01-02T08:00:00Z, 2026-01-02T18:00:00Z
                    FRIDAY 08:00-18:00, 2026-01-02T17:59:59Z, 2026-01-02T18:00:00Z
                    FRIDAY 08:00-18:00, 2026-01-02T18:00:00Z, open
                    FRIDAY 08:00-18:00, 2026-01-03T12:00:00Z, open
                    FRIDAY 22:00-06:00, 2026-01-02T05:00:00Z, open
                    FRIDAY 22:00-06:00, 2026-01-02T22:00:00Z, 2026-01-03T06:00:00Z
                    FRIDAY 22:00-06:00, 2026-01-03T05:59:59Z, 2026-01-03T06:00:00Z
                    FRIDAY 22:00-06:00, 2026-01-03T22:30:00Z, open
                    FRIDAY 00:00-00:00, 2026-01-02T23:59:59Z, 2026-01-03T00:00:00Z
                    FRIDAY 00:00-00:00, 2026-01-01T23:59:59Z, open
                    FRIDAY 12:00-12:00, 2026-01-03T11:00:00Z, 2026-01-03T12:00:00Z
                    ANY 22:00-06:00,    2026-01-07T03:00:00Z, 2026-01-07T06:00:00Z
                    """)
    void it_begins_on_its_days_and_may_end_on_the_next(String window, String time, String until) {
        Policy policy = policy(window(window, "UTC"));

        assertThat(policy.closed(Instant.parse(time)).map(Policy.Closed::until))
                .isEqualTo(Optional.ofNullable(until).map(Instant::parse));
    }

    /** Berlin: on 29 March 2026 clocks go from 02:00 (01:00Z) to 03:00, on 25 October from 03:00 (01:00Z) to 02:00. */
    @ParameterizedTest(name = "{0} at {1}: until {2}")
    @CsvSource(nullValues = "open", textBlock = """
                    ANY 02:00-06:00, 2026-03-29T00:59:59Z, open
                    ANY 02:00-06:00, 2026-03-29T01:00:00Z, 2026-03-29T04:00:00Z
                    ANY 02:30-06:00, 2026-03-29T01:00:00Z, 2026-03-29T04:00:00Z
                    ANY 01:00-02:30, 2026-03-29T00:59:59Z, 2026-03-29T01:00:00Z
                    ANY 02:15-02:45, 2026-03-29T01:00:00Z, open
                    ANY 02:30-04:00, 2026-10-25T00:30:00Z, 2026-10-25T03:00:00Z
                    ANY 01:00-02:30, 2026-10-25T00:45:00Z, 2026-10-25T01:30:00Z
                    ANY 01:00-02:30, 2026-10-25T01:30:00Z, open
                    ANY 08:00-18:00, 2026-07-01T06:00:00Z, 2026-07-01T16:00:00Z
                    ANY 08:00-18:00, 2026-01-01T06:30:00Z, open
                    """)
    void it_goes_by_the_clock_on_the_wall_also_when_that_is_changed(String window, String time, String until) {
        Policy policy = policy(window(window, "Europe/Berlin"));

        assertThat(policy.closed(Instant.parse(time)).map(Policy.Closed::until))
                .isEqualTo(Optional.ofNullable(until).map(Instant::parse));
    }

    @Test
    void one_that_follows_at_once_or_in_another_zone_is_part_of_the_same_wait() {
        Policy policy = policy(
                new ForbiddenTime(List.of(FRIDAY), LocalTime.of(18, 0), LocalTime.MIDNIGHT, ZoneId.of("UTC")),
                new ForbiddenTime(List.of(SATURDAY, SUNDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneId.of("UTC")),
                new ForbiddenTime(
                        List.of(MONDAY), LocalTime.of(0, 30), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin")));

        assertThat(policy.closed(Instant.parse("2026-01-02T20:00:00Z")))
                .contains(new Policy.Closed(Instant.parse("2026-01-05T06:00:00Z")));
    }

    @Test
    void a_place_that_is_never_open_says_so() {
        Policy policy = policy(new ForbiddenTime(List.of(), LocalTime.NOON, LocalTime.NOON, ZoneId.of("UTC")));

        assertThat(policy.closed(Instant.parse("2026-01-02T20:00:00Z"))).contains(new Policy.Closed(null));
        assertThat(new Policy.Closed(null).sentence("staging"))
                .contains("staging")
                .contains("at any time");
    }

    private static ForbiddenTime window(String text, String zone) {
        String[] parts = text.split("[ -]");
        return new ForbiddenTime(
                parts[0].equals("ANY") ? List.of() : List.of(DayOfWeek.valueOf(parts[0])),
                LocalTime.parse(parts[1]),
                LocalTime.parse(parts[2]),
                ZoneId.of(zone));
    }

    private static Policy policy(ForbiddenTime... times) {
        Policy open = Policy.CLOSED;
        return new Policy(
                open.allowedNamespaces(),
                open.allowedSecrets(),
                open.allowedConfigMaps(),
                open.allowedServiceAccounts(),
                open.allowedVolumeClaims(),
                open.allowedStorageClasses(),
                open.allowedPodLabels(),
                open.allowedPodAnnotations(),
                open.allowedIngressAnnotations(),
                open.allowedImages(),
                open.allowedTargetHosts(),
                open.allowedIngressHosts(),
                open.allowedIngressClasses(),
                open.allowedTolerations(),
                open.allowedPriorityClasses(),
                open.allowedRuntimeClasses(),
                open.allowedPackages(),
                open.requiredLabels(),
                null,
                null,
                null,
                null,
                Arrays.asList(times));
    }
}
