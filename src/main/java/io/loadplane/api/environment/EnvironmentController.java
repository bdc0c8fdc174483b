package io.loadplane.api.environment;

import static io.loadplane.api.request.JsonBody.bytes;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.request.Versions;
import io.loadplane.model.Findings;
import io.loadplane.model.access.Caller;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentDraft;
import io.loadplane.model.environment.EnvironmentId;
import io.loadplane.service.EnvironmentService;
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
import org.jspecify.annotations.Nullable;

/** Environments. */
@Controller("/environments")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Environments", description = "Named places where runs happen.")
@AnswersProblems
class EnvironmentController {

    private static final Pattern KEY = Pattern.compile(".{1,100}");

    private final EnvironmentService environments;

    EnvironmentController(EnvironmentService environments) {
        this.environments = environments;
    }

    /**
     * List environments.
     * By name.
     *
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get
    EnvironmentView.EnvironmentPage listEnvironments(
            @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor, Caller caller) {
        return EnvironmentView.pageOf(environments.list(Cursor.page(limit, cursor, KEY), caller));
    }

    /**
     * Create an environment.
     */
    @Post
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = EnvironmentBody.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The environment was stored.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = EnvironmentView.class)))
    HttpResponse<EnvironmentView> createEnvironment(HttpRequest<byte[]> request, Caller caller) {
        Findings findings = new Findings();
        EnvironmentDraft draft = EnvironmentReader.read(bytes(request), findings);
        return respond(HttpStatus.CREATED, environments.create(draft, caller, findings));
    }

    /**
     * Read an environment.
     *
     * @param id id of the environment
     */
    @Get("/{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The environment; its ETag is what If-Match takes.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = EnvironmentView.class)))
    HttpResponse<EnvironmentView> getEnvironment(String id, Caller caller) {
        return respond(HttpStatus.OK, environments.find(environmentId(id), caller));
    }

    /**
     * Change an environment.
     * Replaces it as a whole, for every later start of a run.
     *
     * @param id id of the environment
     * @param ifMatch the ETag of your last read
     */
    @Put("/{id}")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = EnvironmentBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The environment as it is now.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = EnvironmentView.class)))
    HttpResponse<EnvironmentView> reviseEnvironment(
            String id,
            @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch,
            HttpRequest<byte[]> request,
            Caller caller) {
        int version = Versions.ifMatch(ifMatch);
        Findings findings = new Findings();
        EnvironmentDraft draft = EnvironmentReader.read(bytes(request), findings);
        return respond(HttpStatus.OK, environments.revise(environmentId(id), draft, version, caller, findings));
    }

    /**
     * Delete an environment.
     * Refused once it has had a load test.
     *
     * @param id id of the environment
     */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void deleteEnvironment(String id, Caller caller) {
        environments.delete(environmentId(id), caller);
    }

    private static HttpResponse<EnvironmentView> respond(HttpStatus status, Environment environment) {
        return HttpResponse.status(status)
                .body(EnvironmentView.of(environment))
                .header(HttpHeaders.ETAG, Versions.etag(environment.version()))
                .header(HttpHeaders.LOCATION, "/environments/" + environment.id());
    }

    private static EnvironmentId environmentId(String id) {
        return Parameters.id("environment", id, EnvironmentId::new);
    }
}
