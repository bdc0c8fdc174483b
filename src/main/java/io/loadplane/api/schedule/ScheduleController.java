package io.loadplane.api.schedule;

import static io.loadplane.api.request.JsonBody.bytes;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.request.Versions;
import io.loadplane.model.Findings;
import io.loadplane.model.Page;
import io.loadplane.model.access.Caller;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.schedule.ScheduleDraft;
import io.loadplane.model.schedule.ScheduleStore;
import io.loadplane.service.ScheduleService;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Consumes;
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

/** Schedules. */
@Controller("/schedules")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Schedules", description = "Runs that start by themselves.")
@AnswersProblems
class ScheduleController {

    private static final Pattern KEY = Pattern.compile("sched-[0-9a-z]{26}");

    private final ScheduleService schedules;

    ScheduleController(ScheduleService schedules) {
        this.schedules = schedules;
    }

    /**
     * List schedules.
     * Newest first.
     *
     * @param environment only those of load tests of this environment
     * @param loadTestId only those of this load test
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get
    ScheduleView.SchedulePage listSchedules(
            @Nullable @QueryValue String environment,
            @Nullable @QueryValue("load_test_id") String loadTestId,
            @Nullable @QueryValue Integer limit,
            @Nullable @QueryValue String cursor,
            Caller caller) {
        ScheduleStore.Filter filter =
                new ScheduleStore.Filter(Parameters.idOrNull("load_test_id", loadTestId, LoadTestId::new), environment);
        Page<Schedule> page = schedules.list(filter, Cursor.page(limit, cursor, KEY), caller);
        return ScheduleView.SchedulePage.of(page.map(this::view).items(), page.next());
    }

    /**
     * Create a schedule.
     */
    @Post
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleBody.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The schedule was stored.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleView.class)))
    HttpResponse<ScheduleView> createSchedule(HttpRequest<byte[]> request, Caller caller) {
        Findings findings = new Findings();
        ScheduleDraft draft = ScheduleReader.read(bytes(request), findings);
        return respond(HttpStatus.CREATED, schedules.create(draft, caller, findings));
    }

    /**
     * Read a schedule.
     *
     * @param id id of the schedule
     */
    @Get("/{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The schedule; its ETag is what If-Match takes.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleView.class)))
    HttpResponse<ScheduleView> getSchedule(String id, Caller caller) {
        return respond(HttpStatus.OK, schedules.find(scheduleId(id), caller));
    }

    /**
     * Change a schedule.
     * Replaces it as a whole, but for its load test. What it has started goes on.
     *
     * @param id id of the schedule
     * @param ifMatch the ETag of your last read
     */
    @Put("/{id}")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The schedule as it is now.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleView.class)))
    HttpResponse<ScheduleView> reviseSchedule(
            String id,
            @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch,
            HttpRequest<byte[]> request,
            Caller caller) {
        int version = Versions.ifMatch(ifMatch);
        Findings findings = new Findings();
        ScheduleDraft draft = ScheduleReader.read(bytes(request), findings);
        return respond(HttpStatus.OK, schedules.revise(scheduleId(id), draft, version, caller, findings));
    }

    /**
     * Delete a schedule.
     * The runs that it started stay.
     *
     * @param id id of the schedule
     */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void deleteSchedule(String id, Caller caller) {
        schedules.delete(scheduleId(id), caller);
    }

    /**
     * Pause a schedule.
     * Times that come meanwhile are left out. Pausing again changes nothing.
     *
     * @param id id of the schedule
     */
    @Post("/{id}/pause")
    @Consumes
    @ApiResponse(
            responseCode = "200",
            description = "The schedule is paused.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleView.class)))
    HttpResponse<ScheduleView> pauseSchedule(String id, Caller caller) {
        return respond(HttpStatus.OK, schedules.pause(scheduleId(id), true, caller));
    }

    /**
     * Resume a schedule.
     * It goes on with the next time to come. Resuming again changes nothing.
     *
     * @param id id of the schedule
     */
    @Post("/{id}/resume")
    @Consumes
    @ApiResponse(
            responseCode = "200",
            description = "The schedule is under way.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleView.class)))
    HttpResponse<ScheduleView> resumeSchedule(String id, Caller caller) {
        return respond(HttpStatus.OK, schedules.pause(scheduleId(id), false, caller));
    }

    private HttpResponse<ScheduleView> respond(HttpStatus status, Schedule schedule) {
        return HttpResponse.status(status)
                .body(view(schedule))
                .header(HttpHeaders.ETAG, Versions.etag(schedule.version()))
                .header(HttpHeaders.LOCATION, "/schedules/" + schedule.id());
    }

    private ScheduleView view(Schedule schedule) {
        return ScheduleView.of(schedule, schedules.upcoming(schedule));
    }

    private static ScheduleId scheduleId(String id) {
        return Parameters.id("schedule", id, ScheduleId::new);
    }
}
