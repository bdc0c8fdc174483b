package io.loadplane.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"90s,90", "5m,300", "1h30m,5400", "2d,172800", "0s,0", "1h0m1s,3601"})
    void durations_are_read_as_people_write_them(String text, long seconds) {
        assertThat(Durations.parse(text)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5h", "5 m", "5M", "30m1h", "1s1s", "99999999999s", "PT5M"})
    void anything_else_is_none(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void what_is_written_is_read_back() {
        for (long seconds : new long[] {0, 1, 59, 60, 61, 3599, 3600, 86400, 90061}) {
            Duration duration = Duration.ofSeconds(seconds);
            assertThat(Durations.parse(Durations.format(duration))).contains(duration);
        }
    }
}
