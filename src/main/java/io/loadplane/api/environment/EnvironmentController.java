package io.loadplane.api.environment;

import io.loadplane.api.problem.Problem;
import io.loadplane.api.request.Parameters;
import io.loadplane.model.environment.EnvironmentId;
import io.loadplane.service.EnvironmentService;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Environments. */
@Controller("/environments")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Environments", description = "Named places where runs happen.")
@ApiResponse(
        responseCode = "4XX",
        description = "The request was not carried out; the code says why.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class EnvironmentController {

    private final EnvironmentService environments;

    EnvironmentController(EnvironmentService environments) {
        this.environments = environments;
    }

    /**
     * List environments.
     * All of them, by name.
     */
    @Get
    EnvironmentView.EnvironmentPage listEnvironments() {
        return new EnvironmentView.EnvironmentPage(
                environments.list().stream().map(EnvironmentView::of).toList(), null);
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
