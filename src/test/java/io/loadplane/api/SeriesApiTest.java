package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.testing.Api;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.TestService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeriesApiTest {

    private static final Instant BEGAN = Instant.parse("2026-05-01T10:00:00Z");
    private static final int SAMPLES = 200;

    private final TestService service = TestService.shared();
    private final Api api = service.api();
    private String path = "";

    @BeforeEach
    void writeSamples() {
        Run run = new EndedRuns(service).running(BEGAN, "local");
        RunJournal journal = service.bean(RunJournal.class);
        for (int i = 0; i < SAMPLES; i++) {
            Statistics statistics = statistics(i);
            journal.recordSample(run, 1, Sample.of(statistics, 2), i % 5 == 0 ? statistics : null);
        }
        path = "/runs/" + run.id() + "/series";
    }

    @Test
    void totals_tell_the_last_seconds_and_the_workers_too() {
        JsonNode items = series("").path("items");

        assertThat(items).hasSize(SAMPLES);
        assertThat(items.get(0).path("current_p95").isNull()).isTrue();
        assertThat(items.get(9).path("current_p95").asDouble()).isEqualTo(9);
        assertThat(items.get(9).path("cpu_avg").asDouble()).isEqualTo(30);
        assertThat(items.get(9).path("cpu_max").asDouble()).isEqualTo(50);
        assertThat(series("").path("endpoints")).isEmpty();
    }

    @Test
    void fewer_points_lose_no_peak() {
        JsonNode items = series("?max_points=50").path("items");

        assertThat(items.size()).isLessThanOrEqualTo(50);
        assertThat(figures(items, "rps")).contains(5000.0, 0.5);
        assertThat(figures(items, "current_p99")).contains(99_000.0);
        assertThat(series("?resolution=20s").path("items")).hasSize(SAMPLES / 10);
    }

    @Test
    void endpoints_are_told_by_name() {
        JsonNode endpoints = series("?endpoint=GET%20/cart&endpoint=GET%20/nowhere&resolution=20s")
                .path("endpoints");

        assertThat(endpoints.findValuesAsText("name")).containsExactly("/cart", "GET /nowhere");
        JsonNode cart = endpoints.get(0).path("items");
        assertThat(cart).hasSize(SAMPLES / 10);
        assertThat(cart.get(1).path("at").asText()).isEqualTo("2026-05-01T10:00:30Z");
        assertThat(cart.get(1).path("current_p50").asDouble()).isEqualTo(15);
        assertThat(cart.get(1).path("requests").asLong()).isEqualTo(150);
        assertThat(endpoints.get(1).path("items")).isEmpty();
    }

    @Test
    void what_nobody_could_draw_is_refused() {
        String many = "&endpoint=a".repeat(21);

        assertThat(api.get(path + "?max_points=49" + many).json(400).findValuesAsText("parameter"))
                .containsExactly("max_points", "endpoint");
    }

    private JsonNode series(String query) {
        return api.get(path + query).json(200);
    }

    private static List<Double> figures(JsonNode items, String name) {
        List<Double> figures = new ArrayList<>();
        items.forEach(item -> figures.add(item.path(name).asDouble()));
        return figures;
    }

    /** Every two seconds, with a peak, a gap and a slow moment. */
    private static Statistics statistics(int tick) {
        double rps = tick == 77 ? 5000 : tick == 78 ? 0.5 : 100;
        Map<String, Double> current = tick == 0
                ? Map.of()
                : Map.of("p50", (double) tick, "p95", (double) tick, "p99", tick == 33 ? 99_000.0 : tick);
        EndpointStatistics total = endpoint("", "Aggregated", tick, rps, current);
        return new Statistics(
                false,
                BEGAN.plusSeconds(2L * tick),
                5,
                5,
                null,
                total,
                List.of(endpoint("GET", "/cart", tick, rps, current)),
                1,
                List.of(),
                List.of(),
                List.of(
                        new Statistics.WorkerState("a", "running", 3, 10, 1, null),
                        new Statistics.WorkerState("b", "running", 2, 50, 1, null),
                        new Statistics.WorkerState("c", "missing", 0, 99, 1, null)));
    }

    private static EndpointStatistics endpoint(
            String method, String name, int tick, double rps, Map<String, Double> current) {
        return new EndpointStatistics(
                method, name, 10L * tick, tick, 5, 5, 1, 9, 10, 1, rps, 1, 100, Map.of(), current, Map.of());
    }
}
