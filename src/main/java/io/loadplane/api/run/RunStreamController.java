package io.loadplane.api.run;

import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Parameters;
import io.loadplane.model.access.Caller;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.service.RunService;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Runs as they go. */
@Controller("/runs/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Runs", description = "Start, watch and stop runs; read what they measured.")
@AnswersProblems
class RunStreamController {

    private static final MediaType EVENTS = new MediaType("text/event-stream; charset=utf-8");

    private final RunService runs;
    private final RunStreams streams;

    RunStreamController(RunService runs, RunStreams streams) {
        this.runs = runs;
        this.streams = streams;
    }

    /**
     * Watch a run.
     * Server-sent events from the beginning of the run to its end, each once and in order: status and event (an Event of the
     * timeline), sample (a Sample), and last of all end (the Run). Their ids are their seq, that of the last one is end.
     * Whoever loses the connection comes back with the id of the last event and goes on after it, on any replica; after the
     * end the answer is 204, which keeps browsers from coming back. Comments come every 15 seconds when there is nothing else;
     * a connection lasts an hour at most.
     *
     * @param id id of the run
     * @param from start (default) for everything, now for what is new
     * @param lastEventIdParameter the same as the header Last-Event-ID, which goes before it
     * @param lastEventId id of the last event that arrived; browsers send it by themselves
     */
    @Get("/stream")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    @ApiResponse(
            responseCode = "200",
            description = "The events; the schema is that of one.",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM,
                            schema = @Schema(implementation = StreamEvent.class)))
    @ApiResponse(responseCode = "204", description = "The run is over, and everything has arrived.")
    HttpResponse<?> streamRun(
            String id,
            @Nullable @QueryValue String from,
            @Nullable @QueryValue("last_event_id") String lastEventIdParameter,
            @Nullable @Header("Last-Event-ID") String lastEventId,
            Caller caller) {
        RunStreams.From beginning = Parameters.word("from", from, RunStreams.From.class);
        Run run = runs.find(Parameters.id("run", id, RunId::new), caller);
        InputStream events = streams.open(
                run,
                caller,
                beginning == null ? RunStreams.From.START : beginning,
                lastEventId == null ? lastEventIdParameter : lastEventId);
        if (events == null) {
            return HttpResponse.noContent();
        }
        // Whoever compresses or buffers on the way would keep events back.
        return HttpResponse.ok(new StreamedFile(events, EVENTS))
                .header("Content-Encoding", "identity")
                .header("Cache-Control", "no-store, no-transform")
                .header("X-Accel-Buffering", "no");
    }
}
