package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.run.Statistics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgentDocumentTest {

    @Test
    void a_document_of_an_agent_is_read() {
        String document = """
                {"schema": 1, "phase": "running", "at": 1790000000.5, "started_at": 1790000000, "stopped_at": 1790000060.5, "users": 3, "users_peak": 4,
                 "workers_connected": 2, "workers_lost": 1, "ended_early": false, "broken": true, "complaint": "ValueError: no", "users_asked": 7,
                 "load_seconds": 58.25,
                 "blocked_loops": [{"id": "w-0", "cause": "script", "worst": 0.7, "seconds": 8.4, "since": 2.5}, {"id": null, "cause": "cpu", "worst": 3, "seconds": 3, "since": "soon"}],
                 "workers": [{"id": "w-0", "state": "running", "loop_delay_ms": 700.5}, {"id": "w-1", "state": "running"}],
                 "missing_users": {"elapsed": 3.2, "users": 2, "seconds": 9, "target": 5}, "shape": null,
                 "total": {"requests": 7, "failures": 2, "percentiles": {"p50": 8},
                           "current_percentiles": {"p50": 9, "p95": null, "p99": "soon", "more": 1}}, "endpoints_count": 1,
                 "endpoints": [{"method": "GET", "name": "/a?b=1", "requests": 7, "histogram": {"8": 7}}]}
                """;

        AgentReport report = read(document);

        assertThat(report.phase()).isEqualTo(AgentReport.Phase.RUNNING);
        assertThat(report.failure()).isEqualTo("ValueError: no");
        assertThat(report.usersAsked()).isEqualTo(7);
        assertThat(report.doubts().missing()).isEqualTo(new AgentReport.MissingUsers(Duration.ofMillis(3200), 2, 5));
        assertThat(report.doubts().blocked())
                .containsExactly(
                        new AgentReport.BlockedLoop(
                                "w-0", false, Duration.ofMillis(700), Duration.ofMillis(8400), Duration.ofMillis(2500)),
                        new AgentReport.BlockedLoop(
                                null, true, Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ZERO));
        assertThat(report.statistics().workers())
                .extracting(Statistics.WorkerState::loopDelayMs)
                .containsExactly(700.5, null);
        assertThat(report.underLoad()).hasMillis(58_250);
        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.lasted()).hasMillis(60_500);
        assertThat(report.statistics().complete()).isFalse();
        assertThat(report.statistics().at()).isEqualTo("2026-09-21T14:13:20.500Z");
        assertThat(report.statistics().total().failureRatio()).isEqualTo(2.0 / 7);
        assertThat(report.statistics().total().currentPercentiles()).isEqualTo(Map.of("p50", 9.0));
        assertThat(report.statistics().endpoints().getFirst().name()).isEqualTo("/a?b=1");
        assertThat(report.statistics().endpoints().getFirst().histogram()).containsEntry("8", 7L);
    }

    @Test
    void anything_else_is_no_document() {
        for (String forged : new String[] {
            "",
            "hello",
            "[1]",
            "{}",
            "{\"schema\": 2, \"phase\": \"final\"}",
            "{\"schema\": 1, \"phase\": \"won\"}",
            "null",
            "\"\""
        }) {
            assertThat(AgentDocument.read(forged.getBytes(StandardCharsets.UTF_8)))
                    .as(forged)
                    .isEmpty();
        }
    }

    @Test
    void what_a_script_exaggerates_is_cut() {
        String rows = IntStream.range(0, 2100)
                .mapToObj(i -> "{\"name\": \"" + "x".repeat(5000) + "\", \"requests\": -5, \"avg\": \"NaN\"}")
                .collect(Collectors.joining(","));

        AgentReport report =
                read("{\"schema\": 1, \"phase\": \"final\", \"at\": 1e300, \"endpoints\": [" + rows + "]}");

        assertThat(report.statistics().at()).isBefore("2300-01-01T00:00:00Z");
        assertThat(report.statistics().endpoints()).hasSize(2000).allSatisfy(row -> {
            assertThat(row.name()).hasSize(4000);
            assertThat(row.requests()).isZero();
            assertThat(row.avg()).isZero();
        });
    }

    private static AgentReport read(String document) {
        return AgentDocument.read(document.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
