package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.schedule.Firings;
import io.loadplane.testing.NightShift;
import io.loadplane.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever number of replicas there is, and whatever happens to them, each time starts one run. */
class ScheduleReplicasTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2025-03-28T18:00:00Z, 2025-03-29T01:00:00Z, 2025-03-30T01:00:00Z, 2025-03-31T00:00:00Z, 2025-04-01T00:00:00Z",
        "2025-10-24T18:00:00Z, 2025-10-25T00:00:00Z, 2025-10-26T00:00:00Z, 2025-10-27T01:00:00Z, 2025-10-28T01:00:00Z"
    })
    void every_night_has_one_run_over_a_change_of_clocks_and_a_restart(
            Instant evening, String first, String changed, String third, String fourth) throws Exception {
        try (NightShift night = new NightShift(evening)) {
            String schedule = night.store(
                    NightShift.schedule(night.loadTest(), "0 2 * * *").put("time_zone", "Europe/Berlin"));
            TestService replica = night.service().another();

            try {
                for (Instant hour = evening;
                        !hour.isAfter(evening.plus(Duration.ofHours(84)));
                        hour = hour.plus(Duration.ofHours(1))) {
                    night.until(hour);
                    night.stopRuns(schedule);
                    if (Duration.between(evening, hour).toHours() % 30 == 29) {
                        replica.close();
                        replica = night.service().another();
                    }
                }
            } finally {
                replica.close();
            }

            assertThat(night.firings(schedule))
                    .containsExactly(first + " started", changed + " started", third + " started", fourth + " started");
            assertThat(night.runs(schedule))
                    .extracting(run -> run.path("created_at").asText())
                    .containsExactly(first, changed, third, fourth);
        }
    }

    @Test
    void of_many_that_fire_the_same_time_one_does() throws Exception {
        try (NightShift night = new NightShift(Instant.parse("2025-01-01T00:00:00Z"));
                TestService replica = night.service().another();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String schedule = night.store(
                    NightShift.schedule(night.loadTest(), "0 * * * *").put("if_running", "queue"));
            ScheduleId id = new ScheduleId(schedule.substring("/schedules/".length()));
            List<Firings> firings = List.of(night.service().bean(Firings.class), replica.bean(Firings.class));
            night.clock().moveTo(Instant.parse("2025-01-01T01:00:00Z"));

            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Firings one = firings.get(i % 2);
                calls.add(threads.submit(() -> one.settle(id, 1)));
            }
            for (Future<?> call : calls) {
                call.get();
            }

            assertThat(night.runs(schedule)).hasSize(1);
            assertThat(night.firings(schedule)).containsExactly("2025-01-01T01:00:00Z started");
        }
    }

    @Test
    void a_process_that_died_in_the_middle_is_repeated_without_harm() {
        try (NightShift night = new NightShift(Instant.parse("2025-01-01T00:00:00Z"))) {
            String schedule = night.store(NightShift.schedule(night.loadTest(), "0 * * * *"));
            ScheduleId id = new ScheduleId(schedule.substring("/schedules/".length()));
            night.until(Instant.parse("2025-01-01T01:00:00Z"));
            night.stopRuns(schedule);

            assertThat(night.service().bean(Firings.class).settle(id, 1))
                    .contains(Instant.parse("2025-01-01T02:00:00Z"));
            assertThat(night.service().bean(Firings.class).settle(id, 7)).isEmpty();

            List<JsonNode> runs = night.runs(schedule);
            assertThat(runs).hasSize(1);
        }
    }
}
