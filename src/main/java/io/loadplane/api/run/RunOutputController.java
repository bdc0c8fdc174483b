package io.loadplane.api.run;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.Parameters;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.access.Caller;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.service.Bulkhead;
import io.loadplane.service.Bulkhead.Work;
import io.loadplane.service.RunService;
import io.loadplane.service.SeriesService;
import io.micronaut.core.convert.format.Format;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs write: timeline, statistics, samples, logs. */
@Controller("/runs/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Runs", description = "Start, watch and stop runs; read what they measured.")
@AnswersProblems
class RunOutputController {

    private static final Pattern KEY = Pattern.compile("\\d{1,18}");

    private final RunService runs;
    private final SeriesService series;
    private final LogStreams logs;
    private final Bulkhead bulkhead;

    RunOutputController(RunService runs, SeriesService series, LogStreams logs, Bulkhead bulkhead) {
        this.bulkhead = bulkhead;
        this.series = series;
        this.runs = runs;
        this.logs = logs;
    }

    /**
     * Read a run's timeline.
     * Every status it came to and what was seen on the target, in order.
     *
     * @param id id of the run
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get("/events")
    EventPage listEvents(
            String id, @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor, Caller caller) {
        return EventPage.of(runs.events(runId(id), Cursor.page(limit, cursor, KEY), caller));
    }

    /**
     * Read a run's statistics.
     * The result; while the run is on, statistics that are renewed every ten seconds, and the newest totals, every two.
     *
     * @param id id of the run
     */
    @Get("/stats")
    StatsView getStats(String id, Caller caller) {
        return bulkhead.run(Work.RESULTS, () -> stats(id, caller));
    }

    private StatsView stats(String id, Caller caller) {
        Run run = runs.find(runId(id), caller);
        Statistics statistics = runs.statistics(run)
                .orElseThrow(() -> new ControlPlaneException(
                        ControlPlaneException.Kind.NOT_FOUND,
                        "no_statistics",
                        run.status().isTerminal()
                                ? "The run ended before it measured anything; status_reason of the run says why."
                                : "The run has not measured anything yet."));
        Sample newest =
                run.status().isTerminal() ? null : runs.latestSample(run).orElse(null);
        return StatsView.of(statistics, newest);
    }

    /**
     * Read a run's samples.
     * Totals over time, one about every two seconds; endpoints by name, one about every ten seconds.
     *
     * @param id id of the run
     * @param resolution keep only the last sample of every interval of this length, such as 10s
     * @param maxPoints at most this many of each, 50 to 10000; samples are left out in such a way that every peak stays
     * @param endpoint also this endpoint, such as GET /cart; repeat it for up to 20; a comma belongs to the name. Of very long
     *     runs, moments are left out
     */
    @Get("/series")
    SeriesView getSeries(
            String id,
            @Nullable @QueryValue String resolution,
            @Nullable @QueryValue("max_points") Integer maxPoints,
            @Nullable @QueryValue @Format("MULTI") List<String> endpoint,
            Caller caller) {
        SeriesService.Wanted wanted = new SeriesService.Wanted(
                Parameters.duration("resolution", resolution), maxPoints, endpoint == null ? List.of() : endpoint);
        return bulkhead.run(
                Work.RESULTS,
                () -> SeriesView.of(
                        series.totals(runId(id), wanted, caller), series.endpoints(runId(id), wanted, caller)));
    }

    /**
     * Read what a run printed.
     * The output of the master or of one worker, kept after clean-up. Very long output is kept from its end.
     *
     * @param id id of the run
     * @param component master (default) or worker
     * @param index which worker, from 0
     * @param tail only this many lines from the end
     * @param follow go on sending until the run is over
     */
    @Get("/logs")
    @Produces(MediaType.TEXT_PLAIN)
    @ApiResponse(
            responseCode = "200",
            description = "The output.",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = "string")))
    StreamedFile getLogs(
            String id,
            @Nullable @QueryValue String component,
            @Nullable @QueryValue Integer index,
            @Nullable @QueryValue Integer tail,
            @Nullable @QueryValue Boolean follow,
            Caller caller) {
        RunLog.Component role = Parameters.word("component", component, RunLog.Component.class);
        if (index != null && index < 0 || tail != null && tail < 0) {
            throw new InvalidRequest(Finding.inParameter(
                    tail != null && tail < 0 ? "tail" : "index",
                    "out_of_range",
                    "index and tail must not be negative"));
        }
        return logs.open(
                new LogStreams.Source(
                        runId(id), role == null ? RunLog.Component.MASTER : role, index == null ? 0 : index, caller),
                tail,
                Boolean.TRUE.equals(follow));
    }

    private static RunId runId(String id) {
        return Parameters.id("run", id, RunId::new);
    }
}
