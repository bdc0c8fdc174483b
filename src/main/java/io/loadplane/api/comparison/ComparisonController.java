package io.loadplane.api.comparison;

import static io.loadplane.api.request.JsonBody.bytes;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.request.RecordReader;
import io.loadplane.api.run.RunView;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.access.Caller;
import io.loadplane.model.comparison.ComparisonRules;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.service.Bulkhead;
import io.loadplane.service.Bulkhead.Work;
import io.loadplane.service.ComparisonService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs against each other. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Comparison", description = "How runs differ from a baseline, and how they went over time.")
@AnswersProblems
class ComparisonController {

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)%");

    private final ComparisonService comparisons;
    private final Bulkhead bulkhead;

    ComparisonController(ComparisonService comparisons, Bulkhead bulkhead) {
        this.comparisons = comparisons;
        this.bulkhead = bulkhead;
    }

    /**
     * Compare a run with another one.
     * Rate, failures and percentiles, in total and of each endpoint. A difference counts when it is larger than the
     * tolerance, than Locust's rounding, and than what chance explains with so many requests.
     *
     * @param id id of the run
     * @param baseline id of the other run; default the baseline of its load test, or else the completed run before it
     * @param tolerance differences below it are taken for noise, such as 10% (default)
     */
    @Get("/runs/{id}/comparison")
    ComparisonView getComparison(
            String id, @Nullable @QueryValue String baseline, @Nullable @QueryValue String tolerance, Caller caller) {
        RunId with = Parameters.idOrNull("baseline", baseline, RunId::new);
        double share = share(tolerance);
        return bulkhead.run(Work.RESULTS, () -> ComparisonView.of(comparisons.compare(runId(id), with, share, caller)));
    }

    /**
     * Mark the baseline of a load test.
     * The other runs are compared with it from now on. It is exempt from retention and cannot be deleted meanwhile. It is
     * no part of the load test's ETag.
     *
     * @param id id of the load test
     * @return the run
     */
    @Put("/loadtests/{id}/baseline")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = BaselineRequest.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The run is the baseline.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    RunView markBaseline(String id, HttpRequest<byte[]> request, Caller caller) {
        Findings findings = new Findings();
        BaselineRequest body = new RecordReader(findings).read(JsonBody.parse(bytes(request)), BaselineRequest.class);
        findings.throwIfAny();
        Run run = comparisons.markBaseline(loadTestId(id), body.runId(), caller);
        return RunView.of(run, null, caller);
    }

    /**
     * Have no baseline any more.
     * The run that was it stays, and is deleted when its time has come.
     *
     * @param id id of the load test
     */
    @Delete("/loadtests/{id}/baseline")
    @Status(HttpStatus.NO_CONTENT)
    void clearBaseline(String id, Caller caller) {
        comparisons.clearBaseline(loadTestId(id), caller);
    }

    /**
     * Read how the runs of a load test went.
     * Those that are over, newest first; those of a deleted load test stay readable.
     *
     * @param id id of the load test
     * @param limit how many at most, 1 to 200; default 50
     */
    @Get("/loadtests/{id}/trend")
    TrendView getTrend(String id, @Nullable @QueryValue Integer limit, Caller caller) {
        LoadTestId loadTestId = loadTestId(id);
        int most = Cursor.page(limit, null, PERCENT).limit();
        return bulkhead.run(Work.RESULTS, () -> {
            List<Run> ended = comparisons.ended(loadTestId, most, caller);
            return TrendView.of(comparisons.findBaseline(loadTestId).orElse(null), ended);
        });
    }

    private static double share(@Nullable String tolerance) {
        if (tolerance == null) {
            return ComparisonRules.DEFAULT_TOLERANCE;
        }
        Matcher percent = PERCENT.matcher(tolerance);
        if (!percent.matches()) {
            throw new InvalidRequest(Finding.inParameter(
                    "tolerance", "malformed_percentage", "tolerance must be a percentage such as 10% or 2.5%"));
        }
        return Double.parseDouble(percent.group(1)) / 100;
    }

    private static RunId runId(String id) {
        return Parameters.id("run", id, RunId::new);
    }

    private static LoadTestId loadTestId(String id) {
        return Parameters.id("load test", id, LoadTestId::new);
    }
}
