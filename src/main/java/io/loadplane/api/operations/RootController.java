package io.loadplane.api.operations;

import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;

/** What is open to everybody: where everything is, and how it is used. */
@Controller
@Tag(name = "Operations", description = "For people and machines that look after the service.")
class RootController {

    private final ResourceResolver resources;

    RootController(ResourceResolver resources) {
        this.resources = resources;
    }

    /**
     * What there is.
     *
     * @param service the name of this service
     * @param links the lists that a caller can begin with
     */
    @Serdeable
    @Schema(name = "Root")
    record Root(String service, Map<String, String> links) {}

    /**
     * See what there is.
     * Open to everybody.
     */
    @Get("/")
    @Operation(security = {})
    Root getRoot() {
        return new Root(
                "loadplane",
                Map.of(
                        "loadtests", "/loadtests",
                        "runs", "/runs",
                        "environments", "/environments",
                        "openapi", "/openapi",
                        "health", "/health"));
    }

    @Get("/openapi")
    @Produces("application/yaml")
    @Hidden
    HttpResponse<StreamedFile> openapi() {
        return HttpResponse.ok(new StreamedFile(
                resources
                        .getResourceAsStream("classpath:META-INF/swagger/loadplane.yml")
                        .orElseThrow(),
                new MediaType("application/yaml")));
    }
}
