package io.loadplane.api.report;

import com.google.re2j.Pattern;
import io.loadplane.api.comparison.ComparisonView;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.run.RunView;
import io.loadplane.api.run.SeriesView;
import io.loadplane.api.run.StatsView;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.access.Caller;
import io.loadplane.model.report.Report;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.service.Bulkhead;
import io.loadplane.service.Bulkhead.Work;
import io.loadplane.service.ReportService;
import io.loadplane.service.RunService;
import io.loadplane.service.SeriesService;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports on runs. */
@Controller("/runs/{id}/report")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Runs", description = "Start, watch and stop runs; read what they measured.")
@AnswersProblems
class ReportController {

    private static final Pattern HARMFUL = Pattern.compile("[^A-Za-z0-9_-]+");

    private static final String CSV = "text/csv";
    private static final int MAX_POINTS = 500;

    private final ReportService reports;
    private final RunService runs;
    private final Bulkhead bulkhead;

    ReportController(ReportService reports, RunService runs, Bulkhead bulkhead) {
        this.bulkhead = bulkhead;
        this.reports = reports;
        this.runs = runs;
    }

    private enum Format {
        HTML,
        CSV,
        JUNIT,
        JSON,
        LOCUST
    }

    /**
     * Read a run's report.
     * Of a run that is not over, html, csv and json tell what there is so far. What scripts wrote is escaped, and cut
     * where it is too long; cells of csv that a spreadsheet would take for a formula begin with an apostrophe.
     *
     * @param id id of the run
     * @param format html (default), one file for people; csv, in the columns of Locust's own files; junit, with a test case
     *     for the run and one for each criterion, only of a run that is over; json; or locust, Locust's own HTML report
     * @param part which of Locust's csv files: stats (default), failures, exceptions or history
     */
    @Get
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML, CSV, MediaType.TEXT_XML})
    @ApiResponse(
            responseCode = "200",
            description = "The report.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ReportView.class)),
                @Content(
                        mediaType = MediaType.TEXT_HTML,
                        schema = @Schema(type = "string", description = "a page for people")),
                @Content(mediaType = CSV, schema = @Schema(type = "string", description = "a table")),
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = "string", description = "JUnit"))
            })
    HttpResponse<?> getReport(
            String id, @Nullable @QueryValue String format, @Nullable @QueryValue String part, Caller caller) {
        Format asked = Parameters.word("format", format, Format.class);
        CsvReport.Part file = Parameters.word("part", part, CsvReport.Part.class);
        if (file != null && asked != Format.CSV) {
            throw new InvalidRequest(Finding.inParameter("part", "not_supported", "part is for format=csv only"));
        }
        RunId runId = Parameters.id("run", id, RunId::new);
        return bulkhead.run(Work.RESULTS, () -> switch (asked == null ? Format.HTML : asked) {
            case HTML -> html(reports.find(runId, caller));
            case CSV -> csv(reports.find(runId, caller), file == null ? CsvReport.Part.STATS : file);
            case JUNIT -> junit(reports.findEnded(runId, caller));
            case JSON -> json(reports.find(runId, caller), caller);
            case LOCUST -> locust(runs.find(runId, caller), reports.findOfLocust(runId, caller));
        });
    }

    private static HttpResponse<?> html(Report report) {
        return answer(HtmlReport.of(report), MediaType.TEXT_HTML_TYPE, "inline; " + fileName(report.run(), "", "html"))
                .header("Content-Security-Policy", HtmlReport.POLICY + "; frame-ancestors 'none'; sandbox");
    }

    private static HttpResponse<?> csv(Report report, CsvReport.Part part) {
        return answer(
                CsvReport.of(report, part),
                MediaType.of(CSV),
                "attachment; "
                        + fileName(
                                report.run(),
                                switch (part) {
                                    case STATS -> "_stats";
                                    case FAILURES -> "_failures";
                                    case EXCEPTIONS -> "_exceptions";
                                    case HISTORY -> "_stats_history";
                                },
                                "csv"));
    }

    private static HttpResponse<?> junit(Report report) {
        return answer(
                JunitReport.of(report),
                MediaType.TEXT_XML_TYPE,
                "attachment; " + fileName(report.run(), "_junit", "xml"));
    }

    private HttpResponse<?> json(Report report, Caller caller) {
        Run run = report.run();
        ReportView view = new ReportView(
                RunView.of(run, runs.queuePosition(run), caller),
                report.statistics() == null ? null : StatsView.of(report.statistics(), null),
                report.comparison() == null ? null : ComparisonView.of(report.comparison()),
                SeriesView.of(SeriesService.thin(report.samples(), MAX_POINTS), List.of()));
        return HttpResponse.ok(view)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; " + fileName(run, "", "json"));
    }

    private static HttpResponse<?> locust(Run run, byte[] report) {
        // Scripts can put anything into it, so it must not act in our name.
        return HttpResponse.ok(LocustPage.sandboxed(report))
                .contentType(MediaType.TEXT_HTML_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; " + fileName(run, "_locust", "html"))
                .header("Content-Security-Policy", "sandbox allow-scripts; frame-ancestors 'none'");
    }

    private static MutableHttpResponse<?> answer(String text, MediaType type, String disposition) {
        return HttpResponse.ok(text.getBytes(StandardCharsets.UTF_8))
                .contentType(new MediaType(type.getName() + ";charset=utf-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition);
    }

    /** Names of load tests are for people; names of files must do no harm anywhere. */
    private static String fileName(Run run, String part, String extension) {
        String name = HARMFUL.matcher(run.settings().name()).replaceAll("-");
        return "filename=\"%s-%d%s.%s\"".formatted(name, run.number(), part, extension);
    }
}
