package io.loadplane.api.run;

import static io.loadplane.api.request.JsonBody.bytes;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.EntityTag;
import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.Keys;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.request.RecordReader;
import io.loadplane.model.Findings;
import io.loadplane.model.Page;
import io.loadplane.model.access.Caller;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.AnswerStore;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.StartOptions;
import io.loadplane.service.RunLoadService;
import io.loadplane.service.RunService;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.ObjectMapper;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs and their history. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Runs", description = "Start, watch and stop runs; read what they measured.")
@AnswersProblems
class RunController {

    private static final Pattern KEY = Pattern.compile("run-[0-9a-z]{26}");

    private final RunService runs;
    private final RunWaits waits;
    private final RunLoadService loads;
    private final ObjectMapper json;

    RunController(RunService runs, RunLoadService loads, RunWaits waits, ObjectMapper json) {
        this.json = json;
        this.runs = runs;
        this.loads = loads;
        this.waits = waits;
    }

    /**
     * Start another run of a load test.
     * Runs the newest revision, with what the body changes.
     *
     * @param id id of the load test
     * @param idempotencyKey repeating the call with the same key within 24 hours starts nothing new
     * @return the new run, queued
     */
    @Post("/loadtests/{id}/runs")
    @Consumes
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RunRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "more users",
                                            value = "{\"users\": 200, \"note\": \"after the cache change\"}")))
    @ApiResponse(
            responseCode = "201",
            description = "The run was started.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    HttpResponse<RunView> startRun(
            String id,
            @Nullable @Header(Keys.HEADER) String idempotencyKey,
            HttpRequest<byte[]> request,
            Caller caller) {
        LoadTestId loadTestId = Parameters.id("load test", id, LoadTestId::new);
        AnswerStore.Key key = Keys.read(idempotencyKey, caller.id(), "POST /loadtests/" + id + "/runs", bytes(request));
        Findings findings = new Findings();
        RunRequest body = new RecordReader(findings).read(JsonBody.parseOrEmpty(bytes(request)), RunRequest.class);
        body.checkNote("/note", findings);
        StartOptions options = StartFields.read(body.queue(), body.lease(), body.priority(), findings);
        RunService.StartRequest start = new RunService.StartRequest(body.toOverrides(), body.note(), options, findings);
        RunId started = Objects.requireNonNull(
                runs.start(loadTestId, start, caller, key).runId());
        return HttpResponse.created(view(runs.find(started, caller), caller), URI.create("/runs/" + started));
    }

    /**
     * List the runs of a load test.
     * Newest first; those of a deleted load test stay readable.
     *
     * @param id id of the load test
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get("/loadtests/{id}/runs")
    RunPage listRunsOfLoadTest(
            String id, @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor, Caller caller) {
        LoadTestId loadTestId = Parameters.id("load test", id, LoadTestId::new);
        return page(runs.listOf(loadTestId, Cursor.page(limit, cursor, KEY), caller), caller);
    }

    /**
     * List runs.
     * The history of everything that ever ran, newest first.
     *
     * @param query which runs
     */
    @Get("/runs")
    RunPage listRuns(@RequestBean RunQuery query, Caller caller) {
        return page(runs.list(query.filter(), Cursor.page(query.limit(), query.cursor(), KEY), caller), caller);
    }

    /**
     * Read a run.
     * With wait, answers as soon as the run has come as far as until says, or when the time is up: look at status.
     *
     * @param id id of the run
     * @param wait how long to wait at most, such as 30s; at most 5m
     * @param until terminal (default) or a status
     * @param ifNoneMatch the ETag of your last read; an answer that would be the same is left out
     */
    @Get("/runs/{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The run; its ETag is what If-None-Match takes.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    @ApiResponse(responseCode = "304", description = "The run is as it was at your last read.")
    HttpResponse<RunView> getRun(
            String id,
            @Nullable @QueryValue String wait,
            @Nullable @QueryValue String until,
            @Nullable @Header(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch,
            Caller caller)
            throws IOException {
        RunView view = view(waits.await(runId(id), wait, until, caller), caller);
        EntityTag tag = EntityTag.of(json.writeValueAsBytes(view));
        MutableHttpResponse<RunView> response =
                tag.isAmong(ifNoneMatch) ? HttpResponse.notModified() : HttpResponse.ok(view);
        return response.header(HttpHeaders.ETAG, tag.text());
    }

    /**
     * Stop a run.
     * Users finish what they are doing, and the result up to then is kept. Asking again changes nothing.
     *
     * @param id id of the run
     * @return the run; it is over when its status is stopped
     */
    @Post("/runs/{id}/stop")
    @Consumes
    @ApiResponse(
            responseCode = "202",
            description = "The run will stop.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    HttpResponse<RunView> stopRun(String id, Caller caller) {
        Run run = runs.stop(runId(id), caller);
        return HttpResponse.accepted().body(view(run, caller));
    }

    /**
     * Renew the lease of a run.
     * Lets it go on for another term. Reading the run with wait does the same.
     *
     * @param id id of the run
     * @return the run
     */
    @Post("/runs/{id}/lease")
    @Consumes
    @ApiResponse(
            responseCode = "200",
            description = "The lease is renewed.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    RunView renewLease(String id, Caller caller) {
        return view(runs.renewLease(runId(id), caller), caller);
    }

    /**
     * Change the load of a run while it is on.
     * Takes effect at once, and is an event on the timeline; not for scripts with a load shape, which decide themselves.
     *
     * @param id id of the run
     * @return the run
     */
    @Patch("/runs/{id}/load")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LoadRequest.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The load changes.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    RunView changeLoad(String id, HttpRequest<byte[]> request, Caller caller) {
        Findings findings = new Findings();
        LoadRequest body = new RecordReader(findings).read(JsonBody.parse(bytes(request)), LoadRequest.class);
        findings.throwIfAny();
        return view(loads.change(runId(id), body.users(), body.spawnRate(), caller), caller);
    }

    /**
     * Keep a run.
     * It is exempt from retention, with all that is there of it now; only a caller can still delete it.
     *
     * @param id id of the run
     * @return the run
     */
    @Put("/runs/{id}/keep")
    @Consumes
    RunView keepRun(String id, Caller caller) {
        return view(runs.keep(runId(id), true, caller), caller);
    }

    /**
     * No longer keep a run.
     * It goes when its time has come, as all others do.
     *
     * @param id id of the run
     * @return the run
     */
    @Delete("/runs/{id}/keep")
    RunView releaseRun(String id, Caller caller) {
        return view(runs.keep(runId(id), false, caller), caller);
    }

    /**
     * Forget a run.
     * Removes a finished run with its result, samples, events and logs.
     *
     * @param id id of the run
     */
    @Delete("/runs/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void deleteRun(String id, Caller caller) {
        runs.delete(runId(id), caller);
    }

    private RunPage page(Page<Run> page, Caller caller) {
        return RunPage.of(page, runs.queuePositions(page.items()), caller);
    }

    private RunView view(Run run, Caller caller) {
        return RunView.of(run, runs.queuePosition(run), caller);
    }

    private static RunId runId(String id) {
        return Parameters.id("run", id, RunId::new);
    }
}
