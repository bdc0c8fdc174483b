package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Run;
import io.loadplane.testing.Api;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.Results;
import io.loadplane.testing.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was measured can be had in the form that its reader needs. */
class ReportApiTest {

    private final TestService service = TestService.shared();
    private final Api api = service.api();
    private final EndedRuns runs = new EndedRuns(service);

    @ParameterizedTest
    @CsvSource({
        "'', text/html, inline, .html",
        "?format=html, text/html, inline, .html",
        "?format=csv, text/csv, attachment, _stats.csv",
        "?format=csv&part=history, text/csv, attachment, _stats_history.csv",
        "?format=junit, text/xml, attachment, _junit.xml",
        "?format=json, application/json, inline, .json",
        "?format=locust, text/html, inline, _locust.html"
    })
    void a_report_says_what_it_is_and_how_its_file_is_named(
            String query, String type, String disposition, String suffix) {
        Run run = runs.at(Fixtures.NOON, "local", 3);

        Api.Answer answer = api.get("/runs/" + run.id() + "/report" + query);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(type);
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("%s; filename=\"%s-1%s\"".formatted(disposition, run.loadTestId(), suffix));
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    }

    @Test
    void the_page_may_load_and_run_nothing() {
        Run run = runs.at(Fixtures.NOON, "local", 1);

        Api.Answer answer = api.get("/runs/" + run.id() + "/report");

        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .endsWith("sandbox");
    }

    @Test
    void programs_get_the_run_its_result_and_a_series_of_bounded_length() {
        Run run = runs.measured(
                Fixtures.NOON, Results.of(Fixtures.NOON, Results.endpoint("GET", "/cart", 500, 30, 1)), 600);

        JsonNode report = api.get("/runs/" + run.id() + "/report?format=json").json(200);

        assertThat(report.path("run").path("id").asText()).isEqualTo(run.id().value());
        assertThat(report.path("stats").path("final").asBoolean()).isTrue();
        assertThat(report.path("stats").path("endpoints").path(0).path("name").asText())
                .isEqualTo("/cart");
        assertThat(report.path("series").path("items")).hasSizeBetween(250, 501);
    }

    @Test
    void a_run_that_is_not_over_shows_what_there_is_but_is_not_judged() {
        String run = runs.running(Fixtures.NOON, "local").id().value();

        Api.Answer page = api.get("/runs/" + run + "/report");
        Api.Answer table = api.get("/runs/" + run + "/report?format=csv");
        JsonNode problem = api.get("/runs/" + run + "/report?format=junit").json(409);

        assertThat(page.text()).contains("The run is not over");
        assertThat(table.text()).hasLineCount(1).startsWith("Type,Name");
        assertThat(problem.path("code").asText()).isEqualTo("run_active");
        api.get("/runs/" + run + "/report?format=locust").json(404);
    }

    @Test
    void unknown_formats_and_parts_are_refused() {
        String report = "/runs/" + runs.at(Fixtures.NOON, "local", 0).id() + "/report";

        assertThat(api.get(report + "?format=pdf").json(400).path("errors").toString())
                .contains("html, csv, junit, json, locust");
        assertThat(api.get(report + "?format=html&part=stats").json(400).toString())
                .contains("not_supported");
    }

    @Test
    void two_thousand_endpoints_and_a_million_requests_are_reported_within_a_second() {
        Map<String, Long> times = new TreeMap<>();
        for (int time = 1; time <= 250; time++) {
            times.put(Integer.toString(time), 2L);
        }
        List<EndpointStatistics> endpoints = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            endpoints.add(Results.endpoint("GET", "/products/" + i, i % 7, times));
        }
        Run run = runs.measured(Fixtures.NOON, Results.of(Fixtures.NOON, endpoints, List.of(), List.of()), 100);
        String report = "/runs/" + run.id() + "/report";
        long quickest = Long.MAX_VALUE;

        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            assertThat(api.get(report).text()).contains("1,000,000", "/products/1");
            quickest = Math.min(quickest, System.nanoTime() - start);
        }

        assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofSeconds(1));
    }
}
