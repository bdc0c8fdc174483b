package io.loadplane.api;

import static io.loadplane.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunJournal;
import io.loadplane.testing.Api;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.Places;
import io.loadplane.testing.Results;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs are compared with the baseline of their load test, or with any other run. */
class ComparisonApiTest {

    private final TestService service = TestService.shared();
    private final Api api = service.api();
    private final EndedRuns runs = new EndedRuns(service);

    @Test
    void a_run_is_compared_with_the_completed_one_before_it() {
        Run first = quick();
        Run second = slow(first);

        JsonNode comparison = comparison(second, "");

        assertThat(comparison.path("baseline_id").asText()).isEqualTo(first.id().value());
        assertThat(comparison.path("change").asText()).isEqualTo("regressed");
        assertThat(comparison.path("tolerance").asDouble()).isEqualTo(0.1);
        assertThat(comparison.path("reasons").path(0).asText()).startsWith("p50 of all endpoints: 2");
        JsonNode p50 = comparison.path("endpoints").path(0).path("metrics").path(2);
        assertThat(p50.path("metric").asText()).isEqualTo("p50");
        assertThat(p50.path("baseline").asDouble()).isBetween(90.0, 110.0);
        assertThat(p50.path("relative").asDouble()).isBetween(0.9, 1.1);
        assertThat(p50.path("change").asText()).isEqualTo("regressed");
    }

    @Test
    void a_marked_baseline_comes_before_the_run_before() {
        Run first = quick();
        Run second = slow(first);
        Run third = slow(first);
        mark(first).json(200);

        JsonNode comparison = comparison(third, "");

        assertThat(comparison.path("baseline_id").asText()).isEqualTo(first.id().value());
        assertThat(comparison(third, "?baseline=" + second.id()).path("change").asText())
                .isEqualTo("same");
        assertThat(comparison(third, "?tolerance=200%25").path("change").asText())
                .isEqualTo("same");
    }

    @Test
    void the_load_test_shows_its_baseline_and_its_etag_does_not_change() {
        Run first = quick();
        Run second = slow(first);
        String before = api.get("/loadtests/" + first.loadTestId()).header("ETag");

        mark(first).json(200);
        mark(second).json(200);

        Api.Answer marked = api.get("/loadtests/" + first.loadTestId());
        api.delete("/loadtests/" + first.loadTestId() + "/baseline").json(204);
        api.delete("/loadtests/" + first.loadTestId() + "/baseline").json(204);
        Api.Answer cleared = api.get("/loadtests/" + first.loadTestId());
        assertThat(marked.json().path("baseline_id").asText())
                .isEqualTo(second.id().value());
        assertThat(marked.header("ETag")).isEqualTo(before);
        assertThat(cleared.json().path("baseline_id").isNull()).isTrue();
        assertThat(cleared.header("ETag")).isEqualTo(before);
    }

    @Test
    void a_baseline_cannot_be_deleted_until_it_is_none_any_more() {
        Run run = quick();
        JsonNode marked = mark(run).json(200);

        JsonNode problem = api.delete("/runs/" + run.id()).json(409);

        assertThat(marked.path("baseline").asBoolean()).isTrue();
        assertThat(marked.path("actions")).isEmpty();
        assertThat(problem.path("code").asText()).isEqualTo("run_is_baseline");
        api.delete("/loadtests/" + run.loadTestId(), "If-Match", "\"1\"").json(204);
        api.delete("/runs/" + run.id()).json(204);
    }

    @Test
    void only_completed_runs_of_the_load_test_can_be_its_baseline() {
        Run run = quick();
        Run running = runs.running(NOON, "local");

        JsonNode other = mark(run.loadTestId().value(), running.id().value()).json(400);
        JsonNode malformed = mark(run.loadTestId().value(), "nonsense").json(400);
        JsonNode active = mark(running).json(409);

        assertThat(Api.findings(other)).containsExactly("/run_id unknown_run");
        assertThat(Api.findings(malformed)).containsExactly("/run_id unknown_run");
        assertThat(active.path("code").asText()).isEqualTo("run_not_completed");
    }

    @Test
    void criteria_are_judged_by_the_marked_run() {
        RunJournal journal = service.bean(RunJournal.class);
        Run first = quick();
        Run second = slow(first);
        assertThat(journal.baseline(second)).isEmpty();

        mark(first).json(200);

        assertThat(journal.baseline(second)).isPresent();
        assertThat(journal.baseline(first)).as("itself").isEmpty();
    }

    @Test
    void there_may_be_nothing_to_compare_with() {
        Run run = quick();

        JsonNode problem = api.get("/runs/" + run.id() + "/comparison").json(404);

        assertThat(problem.path("code").asText()).isEqualTo("no_baseline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tolerance=10", "tolerance=-1%25", "tolerance=a", "baseline=nonsense"})
    void what_cannot_be_understood_is_refused(String parameter) {
        Run run = quick();

        api.get("/runs/" + run.id() + "/comparison?" + parameter).json(400);
    }

    @Test
    void a_run_that_the_caller_may_not_see_is_not_compared_with() {
        String environment = Places.environment(api, "{}");
        Run hidden = quick();
        Run seen = runs.at(NOON, environment, 0);
        Api caller = Tokens.caller(service, "viewer", environment);

        Api.Answer answer = caller.get("/runs/" + seen.id() + "/comparison?baseline=" + hidden.id());

        assertThat(answer.json(404).path("code").asText()).isEqualTo("not_found");
    }

    @Test
    void the_trend_tells_of_the_last_runs_that_are_over() {
        Run first = quick();
        Run second = slow(first);
        mark(first).json(200);

        JsonNode trend =
                api.get("/loadtests/" + first.loadTestId() + "/trend?limit=1").json(200);

        assertThat(trend.path("baseline_id").asText()).isEqualTo(first.id().value());
        assertThat(trend.path("items")).hasSize(1);
        JsonNode newest = trend.path("items").path(0);
        assertThat(newest.path("run_id").asText()).isEqualTo(second.id().value());
        assertThat(newest.path("number").asInt()).isEqualTo(2);
        assertThat(newest.path("validity").asText()).isEqualTo("valid");
        assertThat(newest.path("p50").asDouble()).isBetween(190.0, 210.0);
        assertThat(api.get("/loadtests/" + first.loadTestId() + "/trend")
                        .json(200)
                        .path("items"))
                .hasSize(2);
        api.get("/loadtests/" + first.loadTestId() + "/trend?limit=201").json(400);
    }

    @Test
    void reports_compare_with_the_baseline() {
        Run first = quick();
        Run second = slow(first);
        JsonNode without = report(second);
        mark(first).json(200);

        JsonNode with = report(second);
        String page = api.get("/runs/" + second.id() + "/report").text();

        assertThat(without.path("comparison").isNull()).isTrue();
        assertThat(with.path("comparison").path("change").asText()).isEqualTo("regressed");
        assertThat(page).contains("Against the baseline", "with a tolerance of 10 %", ">regressed</td>");
        assertThat(report(first).path("comparison").isNull()).isTrue();
    }

    private Run quick() {
        return runs.measured(NOON, Results.of(NOON, Results.endpoint("GET", "/cart", 2_000, 100, 1)), 0);
    }

    private Run slow(Run first) {
        return runs.measuredAgain(
                first, NOON.plusSeconds(3_600), Results.of(NOON, Results.endpoint("GET", "/cart", 2_000, 200, 2)));
    }

    private JsonNode comparison(Run run, String query) {
        return api.get("/runs/" + run.id() + "/comparison" + query).json(200);
    }

    private JsonNode report(Run run) {
        return api.get("/runs/" + run.id() + "/report?format=json").json(200);
    }

    private Api.Answer mark(Run run) {
        return mark(run.loadTestId().value(), run.id().value());
    }

    private Api.Answer mark(String loadTest, String run) {
        return api.put(
                "/loadtests/" + loadTest + "/baseline",
                Api.JSON.createObjectNode().put("run_id", run));
    }
}
