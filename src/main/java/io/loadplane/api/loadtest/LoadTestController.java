package io.loadplane.api.loadtest;

import static io.loadplane.api.request.JsonBody.bytes;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.Keys;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.request.Versions;
import io.loadplane.api.run.RunView;
import io.loadplane.api.run.StartFields;
import io.loadplane.model.access.Caller;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.run.AnswerStore;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.StartOptions;
import io.loadplane.service.ComparisonService;
import io.loadplane.service.LoadTestService;
import io.loadplane.service.LoadTestService.CreateOptions;
import io.loadplane.service.RunService;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
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
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Load tests and their revisions. */
@Controller("/loadtests")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Load tests", description = "Definitions: scripts, load, workers.")
@AnswersProblems
class LoadTestController {

    private static final Pattern REVISION_KEY = Pattern.compile("[1-9]\\d{0,8}");
    private static final Pattern KEY = Pattern.compile("lt-[0-9a-z]{26}");

    private final LoadTestService loadTests;
    private final RunService runs;
    private final ComparisonService comparisons;
    private final DraftReader drafts;

    LoadTestController(LoadTestService loadTests, RunService runs, ComparisonService comparisons, DraftReader drafts) {
        this.loadTests = loadTests;
        this.runs = runs;
        this.comparisons = comparisons;
        this.drafts = drafts;
    }

    /**
     * Create a load test and start its first run.
     * Everything is checked first; when anything is wrong, nothing is stored and all findings come back at once. In the
     * answer, latest_run is the run that was started.
     *
     * @param idempotencyKey repeating the call with the same key within 24 hours creates and starts nothing new
     */
    @Post
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = LoadTestRequest.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The load test was stored, as a new one or as a new revision.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LoadTestView.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The load test was there already, and nothing about it changed.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LoadTestView.class)))
    HttpResponse<LoadTestView> createLoadTest(
            @Nullable @Header(Keys.HEADER) String idempotencyKey, HttpRequest<byte[]> request, Caller caller) {
        AnswerStore.Key key = Keys.read(idempotencyKey, caller.id(), "POST /loadtests", bytes(request));
        var read = drafts.read(bytes(request), LoadTestRequest.class, LoadTestRequest::definition, caller);
        LoadTestRequest body = read.body();
        StartOptions start = StartFields.read(
                body.queue(), body.lease(), body.priority(), read.draft().findings());
        CreateOptions options = new CreateOptions(
                Boolean.FALSE.equals(body.start()) ? null : start, body.ifExists() == LoadTestRequest.IfExists.REVISE);
        AnswerStore.Answer answer = loadTests.create(read.draft(), options, caller, key);
        LoadTest loadTest = loadTests.find(answer.loadTestId(), caller);
        // Somebody else may have started another since.
        Run run = answer.runId() == null ? latestRun(loadTest, caller) : runs.find(answer.runId(), caller);
        return respond(
                answer.created() ? HttpStatus.CREATED : HttpStatus.OK,
                view(loadTest, run, WarningView.of(read.draft().findings()), caller));
    }

    /**
     * Check a definition.
     * Checks everything that creating it would check, and stores nothing.
     *
     */
    @Post("/validate")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = LoadTestRequest.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The definition would be accepted.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ValidationView.class)))
    ValidationView validateLoadTest(HttpRequest<byte[]> request, Caller caller) {
        var draft = drafts.read(bytes(request), LoadTestRequest.class, LoadTestRequest::definition, caller)
                .draft();
        List<String> manifests = loadTests.validate(draft, caller);
        return new ValidationView(
                true, DefinitionWriter.write(draft.definition()), WarningView.of(draft.findings()), manifests);
    }

    /**
     * List load tests.
     * Newest first, without their code.
     *
     * @param environment only those of this environment
     * @param name only the one of this name
     * @param label only those with this label, as name=value; may be repeated
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get
    LoadTestPage listLoadTests(
            @Nullable @QueryValue String environment,
            @Nullable @QueryValue String name,
            @Nullable @QueryValue List<String> label,
            @Nullable @QueryValue Integer limit,
            @Nullable @QueryValue String cursor,
            Caller caller) {
        LoadTestStore.Filter filter = new LoadTestStore.Filter(environment, name, Parameters.labels(label));
        return LoadTestPage.of(loadTests.list(filter, Cursor.page(limit, cursor, KEY), caller));
    }

    /**
     * Read a load test.
     *
     * @param id id of the load test
     */
    @Get("/{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The load test; its ETag is what If-Match takes.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LoadTestView.class)))
    HttpResponse<LoadTestView> getLoadTest(String id, Caller caller) {
        return respond(HttpStatus.OK, loadTests.find(loadTestId(id), caller), List.of(), caller);
    }

    /**
     * Revise a load test.
     * Replaces the definition as a whole by a new revision; makes none when nothing changed. Starts no run.
     *
     * @param id id of the load test
     * @param ifMatch the ETag of your last read
     */
    @Put("/{id}")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DefinitionBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The load test as it is now.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LoadTestView.class)))
    HttpResponse<LoadTestView> reviseLoadTest(
            String id,
            @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch,
            HttpRequest<byte[]> request,
            Caller caller) {
        int version = Versions.ifMatch(ifMatch);
        var draft = drafts.read(bytes(request), DefinitionBody.class, Function.identity(), caller)
                .draft();
        LoadTest revised = loadTests.revise(loadTestId(id), draft, version, caller);
        return respond(HttpStatus.OK, revised, WarningView.of(draft.findings()), caller);
    }

    /**
     * Delete a load test.
     * Its runs and their results stay readable.
     *
     * @param id id of the load test
     * @param ifMatch the ETag of your last read
     */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void deleteLoadTest(String id, @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch, Caller caller) {
        LoadTestId loadTestId = loadTestId(id);
        int version = ifMatch == null ? loadTests.find(loadTestId, caller).version() : Versions.ifMatch(ifMatch);
        loadTests.delete(loadTestId, version, caller);
    }

    /**
     * List the revisions of a load test.
     * Newest first; those of a deleted load test stay readable.
     *
     * @param id id of the load test
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get("/{id}/revisions")
    RevisionView.RevisionPage listRevisions(
            String id, @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor, Caller caller) {
        return RevisionView.pageOf(
                loadTests.revisions(loadTestId(id), Cursor.page(limit, cursor, REVISION_KEY), caller));
    }

    /**
     * Read one revision of a load test.
     *
     * @param id id of the load test
     * @param number of the revision
     */
    @Get("/{id}/revisions/{number}")
    RevisionView getRevision(String id, int number, Caller caller) {
        return RevisionView.of(loadTests.revision(loadTestId(id), number, caller));
    }

    private HttpResponse<LoadTestView> respond(
            HttpStatus status, LoadTest loadTest, List<WarningView> warnings, Caller caller) {
        return respond(status, view(loadTest, latestRun(loadTest, caller), warnings, caller));
    }

    private static HttpResponse<LoadTestView> respond(HttpStatus status, LoadTestView view) {
        return HttpResponse.status(status)
                .body(view)
                .header(HttpHeaders.ETAG, Versions.etag(view.version()))
                .header(
                        HttpHeaders.LOCATION,
                        URI.create("/loadtests/" + view.id()).toString());
    }

    private @Nullable Run latestRun(LoadTest loadTest, Caller caller) {
        return runs.findLatest(loadTest.id(), caller).orElse(null);
    }

    private LoadTestView view(LoadTest loadTest, @Nullable Run run, List<WarningView> warnings, Caller caller) {
        RunView shown = run == null ? null : RunView.of(run, runs.queuePosition(run), caller);
        Run baseline = comparisons.findBaseline(loadTest.id()).orElse(null);
        return LoadTestView.of(loadTest, shown, baseline, warnings);
    }

    private static LoadTestId loadTestId(String id) {
        return Parameters.id("load test", id, LoadTestId::new);
    }
}
