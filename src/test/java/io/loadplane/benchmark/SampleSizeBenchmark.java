package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.testing.Api;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a run of one hour with fifty endpoints and eight workers takes on disk, and how long its series take to be read. */
class SampleSizeBenchmark {

    private static final int ENDPOINTS = 50;
    private static final int TICKS = 1800;

    private final Random random = new Random(1);
    private final Figures figures = new Figures("samples");

    @Test
    void an_hour_with_fifty_endpoints() throws Exception {
        try (TestService service = TestService.start(Map.of())) {
            Run run = new EndedRuns(service).running(Instant.now(), "local");
            RunJournal journal = service.bean(RunJournal.class);
            for (int tick = 1; tick <= TICKS; tick++) {
                Statistics statistics = statistics(run.origin().at(), tick);
                journal.recordSample(run, 1, Sample.of(statistics, 8), tick % 5 == 0 ? statistics : null);
            }
            ObjectNode sizes = Api.JSON.createObjectNode();
            for (String table : List.of("sample", "endpoint_sample")) {
                sizes.put(table + "_bytes", bytes(service, table));
            }
            String path = "/runs/" + run.id() + "/series";
            sizes.put("totals_ms", milliseconds(service, path + "?max_points=500"));
            sizes.put("one_endpoint_ms", milliseconds(service, path + "?max_points=500&endpoint=GET%20/item/7"));
            figures.add("hour", sizes);
        }
        figures.write();
    }

    private static long bytes(TestService service, String table) throws SQLException {
        try (Connection connection = service.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_total_relation_size('%s')".formatted(table))) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long milliseconds(TestService service, String path) {
        long begun = System.nanoTime();
        service.api().get(path).json(200);
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private Statistics statistics(Instant begun, int tick) {
        List<EndpointStatistics> endpoints = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            endpoints.add(endpoint("GET", "/item/" + i, tick * (i + 1) * 7L));
        }
        List<Statistics.WorkerState> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            workers.add(new Statistics.WorkerState(
                    "loadplane-worker-%d_0123456789abcdef0123456789abcdef".formatted(i),
                    "running",
                    25,
                    rounded(60),
                    80_000_000 + random.nextInt(1_000_000),
                    rounded(60)));
        }
        return new Statistics(
                false,
                begun.plusSeconds(2L * tick),
                200,
                200,
                null,
                endpoint("", "Aggregated", tick * 9000L),
                endpoints,
                ENDPOINTS,
                List.of(new Statistics.RequestError("GET", "/item/3", "HTTPError('503 Server Error')", tick)),
                List.of(),
                workers);
    }

    private EndpointStatistics endpoint(String method, String name, long requests) {
        long seen = requests + random.nextInt(100);
        Map<String, Double> percentiles = new LinkedHashMap<>();
        for (String share : "50 66 75 80 90 95 98 99 99.9 99.99".split(" ")) {
            percentiles.put("p" + share, (double) random.nextInt(10, 100) * 10);
        }
        return new EndpointStatistics(
                method,
                name,
                seen,
                seen / 50,
                rounded(300),
                random.nextInt(100),
                rounded(5),
                rounded(3000),
                rounded(100),
                rounded(2),
                rounded(100),
                rounded(2),
                seen * 1234,
                percentiles,
                Map.of(
                        "p50", (double) random.nextInt(200),
                        "p95", (double) random.nextInt(20, 60) * 10,
                        "p99", (double) random.nextInt(60, 200) * 10),
                Map.of());
    }

    private double rounded(double most) {
        return Math.round(random.nextDouble(most) * 1000) / 1000.0;
    }
}
