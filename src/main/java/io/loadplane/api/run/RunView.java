package io.loadplane.api.run;

import io.loadplane.model.Words;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.run.Cleanup;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Workers;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One execution of one revision of a load test.
 *
 * @param id of the run
 * @param number counts the runs of its load test, from 1
 * @param loadTestId what it runs
 * @param name of the load test
 * @param revision which version of it
 * @param environment where it runs
 * @param status queued, provisioning, starting, running, stopping; in the end completed, stopped or failed.
 *     completed means that the load ran to its end and the complete result is stored, whatever the verdict
 * @param statusReason why it is there; null while all goes as asked
 * @param verdict whether the system under test was good enough: passed, failed or not_evaluated
 * @param verdictReason why there is no verdict; null when there is one, and before the end
 * @param criteria the thresholds it is judged by, and how it stands to them
 * @param validity whether the load was really generated as asked
 * @param workers how many there were
 * @param load what was asked for
 * @param summary figures of the newest sample, in the end of the result; null before the first
 * @param result whether there is one; null before the end, and for runs that measured nothing
 * @param cleanup pending until its processes are gone from the target, then done
 * @param createdAt when it was asked for
 * @param startedAt when the load began; null for runs that never got there
 * @param finishedAt when it became completed, stopped or failed
 * @param startedBy name of the caller who asked for it
 * @param scheduleId the schedule that started it; null when a caller did
 * @param note what that caller noted
 * @param labels of the load test
 * @param outputs where people find it on its cluster; null on this machine
 * @param queuePosition how many runs it waits for, itself included; null unless it is queued
 * @param priority which of the runs that wait comes first
 * @param leaseUntil when it is stopped unless the lease is renewed; null without a lease
 * @param keep whether it is exempt from retention
 * @param baseline whether the other runs of its load test are compared with it; it then stays as well
 * @param links where to read more, by name
 * @param actions what you can ask of it now: stop, delete
 */
@Serdeable
@Schema(name = "Run")
public record RunView(
        @Schema(example = "run-01k0000000000000000000000a") String id,
        @Schema(example = "7") int number,
        @Schema(example = "lt-01k0000000000000000000000a") String loadTestId,
        @Schema(example = "checkout-smoke") String name,
        @Schema(example = "3") int revision,
        @Schema(example = "local") String environment,

        @Schema(
                example = "completed",
                allowableValues = {
                    "queued",
                    "provisioning",
                    "starting",
                    "running",
                    "stopping",
                    "completed",
                    "stopped",
                    "failed"
                })
        String status,

        @Nullable ReasonView statusReason,

        @Schema(
                example = "not_evaluated",
                allowableValues = {"passed", "failed", "not_evaluated"})
        String verdict,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "the run has no criteria")
        String verdictReason,

        List<CriterionView> criteria,
        ValidityView validity,
        WorkersView workers,
        LoadView load,
        @Nullable SummaryView summary,
        @Nullable ResultView result,

        @Schema(
                example = "done",
                allowableValues = {"pending", "done"})
        String cleanup,

        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Schema(example = "bootstrap") String startedBy,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        String scheduleId,

        @Nullable @Schema(example = "after the cache change")
        String note,

        Map<String, String> labels,

        @Nullable OutputsView outputs,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "3")
        Integer queuePosition,

        @Schema(
                example = "normal",
                allowableValues = {"low", "normal", "high"})
        String priority,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        Instant leaseUntil,

        @Schema(example = "false") boolean keep,
        @Schema(example = "false") boolean baseline,
        Map<String, String> links,
        @Schema(example = "[\"stop\"]") List<String> actions) {

    /**
     * Why a run is where it is.
     *
     * @param code for programs, such as script_error or stopped_by_user
     * @param message what happened, in one sentence
     * @param hint what to do about it
     * @param detail evidence, such as a Python traceback or pip's last lines; null when there is none
     */
    @Serdeable
    @Schema(name = "StatusReason")
    public record ReasonView(
            @Schema(example = "script_error") String code,

            @Schema(example = "main.py could not be loaded: ModuleNotFoundError: No module named 'faker'")
            String message,

            @Schema(example = "Mend the script; the detail shows where it failed.")
            String hint,

            @Nullable String detail) {}

    /**
     * Whether the load was really generated as asked.
     *
     * @param state valid, degraded, or unknown before there is a complete result
     * @param reasons what speaks against it
     */
    @Serdeable
    @Schema(name = "Validity")
    public record ValidityView(
            @Schema(
                    example = "valid",
                    allowableValues = {"valid", "degraded", "unknown"})
            String state,

            List<String> reasons) {}

    /**
     * Workers of a run.
     *
     * @param requested how many were asked for
     * @param connected how many the master had when last seen
     * @param lost how many went away while the load was on
     */
    @Serdeable
    @Schema(name = "Workers")
    public record WorkersView(
            @Schema(example = "4") int requested,
            @Schema(example = "4") int connected,
            @Schema(example = "0") int lost) {

        static WorkersView of(Workers workers) {
            return new WorkersView(workers.requested(), workers.connected(), workers.lost());
        }
    }

    /**
     * The load that was asked for.
     *
     * @param users simulated users at the peak
     * @param spawnRate users started per second
     * @param runTime how long
     * @param host base URL of the system under test; null when the script names it
     */
    @Serdeable
    @Schema(name = "Load")
    public record LoadView(
            @Schema(example = "100") int users,
            @Schema(example = "10") double spawnRate,
            @Schema(type = "string", example = "5m") Duration runTime,

            @Nullable @Schema(example = "https://shop.staging.example")
            String host) {}

    /**
     * The result of a run.
     *
     * @param complete false for what could be saved of a run that broke off
     */
    @Serdeable
    @Schema(name = "ResultState")
    public record ResultView(@Schema(example = "true") boolean complete) {}

    public static RunView of(Run run, @Nullable Integer queuePosition, Caller caller) {
        Load load = run.settings().load();
        return new RunView(
                run.id().value(),
                run.number(),
                run.loadTestId().value(),
                run.settings().name(),
                run.revision(),
                run.settings().environment(),
                Words.of(run.status()),
                run.reason() == null ? null : reason(run.reason()),
                Words.of(run.verdict()),
                run.judgement().reason(),
                run.judgement().criteria().stream().map(CriterionView::of).toList(),
                new ValidityView(
                        Words.of(run.validity().state()), run.validity().reasons()),
                WorkersView.of(run.workers()),
                new LoadView(load.users(), load.spawnRate(), load.runTime(), load.host()),
                run.summary() == null ? null : SummaryView.of(run.summary()),
                run.resultComplete() == null ? null : new ResultView(run.resultComplete()),
                Words.of(run.cleanup()),
                run.origin().at(),
                run.progress().startedAt(),
                run.progress().finishedAt(),
                run.origin().by(),
                run.origin().schedule() == null ? null : run.origin().schedule().value(),
                run.origin().note(),
                new TreeMap<>(run.labels()),
                run.origin().outputs() == null
                        ? null
                        : OutputsView.of(run.origin().outputs(), operates(run, caller)),
                queuePosition,
                Words.of(run.origin().priority()),
                run.lease() == null ? null : run.lease().until(),
                run.keep(),
                run.baseline(),
                links(run),
                operates(run, caller) ? actions(run) : List.of());
    }

    private static boolean operates(Run run, Caller caller) {
        return caller.may(Action.OPERATE_RUNS, run.settings().environment());
    }

    private static ReasonView reason(Reason reason) {
        return new ReasonView(Words.of(reason.code()), reason.message(), reason.hint(), reason.detail());
    }

    private static Map<String, String> links(Run run) {
        String self = "/runs/" + run.id();
        Map<String, String> links = new TreeMap<>();
        links.put("self", self);
        links.put("load_test", "/loadtests/" + run.loadTestId());
        for (String part : List.of("events", "stream", "stats", "series", "logs", "report", "comparison")) {
            links.put(part, self + "/" + part);
        }
        return links;
    }

    private static List<String> actions(Run run) {
        if (run.status() == RunStatus.STOPPING
                || run.stopRequested() && !run.status().isTerminal()) {
            return List.of();
        }
        if (!run.status().isTerminal()) {
            return List.of("stop");
        }
        return run.cleanup() == Cleanup.DONE && !run.baseline() ? List.of("delete") : List.of();
    }
}
