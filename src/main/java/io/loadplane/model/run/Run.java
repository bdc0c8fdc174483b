package io.loadplane.model.run;

import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One execution of one revision.
 *
 * @param number counts the runs of a load test, from 1
 * @param settings what it runs, with overrides and defaults; never changes
 * @param stop null unless somebody asked to stop it
 * @param lease null for a run that goes on whether anybody looks after it or not
 * @param keep whether it is exempt from retention
 * @param baseline whether the other runs of its load test are compared with it; it is then kept too
 */
public record Run(
        RunId id,
        int number,
        LoadTestId loadTestId,
        int revision,
        Settings settings,
        Origin origin,
        Progress progress,
        Measurement measurement,
        Cleanup cleanup,
        @Nullable Stop stop,
        @Nullable Lease lease,
        boolean keep,
        boolean baseline) {

    /**
     * Who asked for the run to stop, and when.
     *
     * @param replaced because a newer run of its schedule takes its place
     */
    public record Stop(Instant at, String by, boolean replaced) {}

    /**
     * Who or what started a run, when, and what they noted.
     *
     * @param outputs where people find it on its target; null where there is nothing to find
     * @param schedule that started it; null when a caller did
     */
    public record Origin(
            Instant at,
            String by,
            @Nullable String note,
            Priority priority,
            @Nullable Outputs outputs,
            @Nullable ScheduleId schedule) {}

    /**
     * How far a run is.
     *
     * @param since when it came to where it is
     * @param reason null while all goes as asked
     * @param admittedAt when it left the queue
     * @param startedAt when its load began
     */
    public record Progress(
            RunStatus status,
            Instant since,
            @Nullable Reason reason,
            @Nullable Instant admittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {

        private Progress to(RunStatus next, @Nullable Reason why, Instant now) {
            return new Progress(
                    next,
                    now,
                    why,
                    next == RunStatus.PROVISIONING ? now : admittedAt,
                    next == RunStatus.RUNNING ? now : startedAt,
                    next.isTerminal() ? now : finishedAt);
        }
    }

    /**
     * What is known of the load.
     *
     * @param summary figures of the newest sample, or of the result; null before the first
     * @param resultComplete null until there is a result; false for what could be saved of one
     * @param judgement what the criteria say; on the way how they stand
     */
    public record Measurement(
            Workers workers,
            @Nullable Summary summary,
            @Nullable Boolean resultComplete,
            Validity validity,
            Judgement judgement) {}

    public static Run queued(
            RunId id, int number, LoadTestId loadTestId, int revision, Settings settings, Origin origin) {
        return new Run(
                id,
                number,
                loadTestId,
                revision,
                settings,
                origin,
                new Progress(RunStatus.QUEUED, origin.at(), null, null, null, null),
                new Measurement(
                        new Workers(settings.replicas(), 0, 0),
                        null,
                        null,
                        Validity.UNKNOWN,
                        Judgement.open(settings.criteria())),
                Cleanup.PENDING,
                null,
                null,
                false,
                false);
    }

    /** This run one move further. */
    public Run become(RunStatus next, @Nullable Reason why, Instant now) {
        if (!status().canBecome(next)) {
            throw new IllegalStateException("run %s cannot go from %s to %s".formatted(id, status(), next));
        }
        return with(progress.to(next, why, now), measurement, cleanup);
    }

    /** This run, still in the queue. */
    public Run waiting(Reason why) {
        Progress waiting = new Progress(status(), progress.since(), why, null, null, null);
        return with(waiting, measurement, cleanup);
    }

    /** This run as the newest statistics show it. */
    public Run seen(Workers workers, Summary summary) {
        Measurement seen = new Measurement(workers, summary, resultComplete(), validity(), judgement());
        return with(progress, seen, cleanup);
    }

    /** This run as its criteria stand on the way. */
    public Run standing(List<CriterionResult> criteria) {
        Measurement standing = new Measurement(
                workers(), summary(), resultComplete(), validity(), judgement().with(criteria));
        return with(progress, standing, cleanup);
    }

    /**
     * This run judged in the end.
     *
     * @param complete null when there is no result
     */
    public Run judged(@Nullable Boolean complete, Validity validity, Judgement judgement) {
        return with(progress, new Measurement(workers(), summary(), complete, validity, judgement), cleanup);
    }

    /** This run with nothing left of it on its target. */
    public Run cleanedUp() {
        return with(progress, measurement, Cleanup.DONE);
    }

    private Run with(Progress newProgress, Measurement newMeasurement, Cleanup newCleanup) {
        return new Run(
                id,
                number,
                loadTestId,
                revision,
                settings,
                origin,
                newProgress,
                newMeasurement,
                newCleanup,
                stop,
                lease,
                keep,
                baseline);
    }

    public RunStatus status() {
        return progress.status();
    }

    public @Nullable Reason reason() {
        return progress.reason();
    }

    public Workers workers() {
        return measurement.workers();
    }

    public @Nullable Summary summary() {
        return measurement.summary();
    }

    public @Nullable Boolean resultComplete() {
        return measurement.resultComplete();
    }

    public Validity validity() {
        return measurement.validity();
    }

    public Judgement judgement() {
        return measurement.judgement();
    }

    public Verdict verdict() {
        return measurement.judgement().verdict();
    }

    public boolean stopRequested() {
        return stop != null;
    }

    public Duration inStatus(Instant now) {
        return Duration.between(progress.since(), now);
    }

    /** When the run must be over; it does not count how long the run waited in the queue. */
    public Instant deadline() {
        return Objects.requireNonNullElse(progress.admittedAt(), origin.at()).plus(settings.deadline());
    }

    public Map<String, String> labels() {
        return settings.labels();
    }
}
