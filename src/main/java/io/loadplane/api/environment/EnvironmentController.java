package io.loadplane.api.environment;

import io.loadplane.api.problem.Problem;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.Parameters;
import io.loadplane.model.environment.EnvironmentId;
import io.loadplane.service.EnvironmentService;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Environments. */
@Controller("/environments")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Environments", description = "Named places where runs happen.")
@ApiResponse(
        responseCode = "4XX",
        description = "The request was not carried out; the code says why.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
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
            @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
        return EnvironmentView.pageOf(environments.list(Cursor.page(limit, cursor, KEY)));
    }

    /**
     * Read an environment.
     *
     * @param id id of the environment
     */
    @Get("/{id}")
    EnvironmentView getEnvironment(String id) {
        return EnvironmentView.of(environments.find(Parameters.id("environment", id, EnvironmentId::new)));
    }
}
