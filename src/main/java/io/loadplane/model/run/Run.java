package io.loadplane.model.run;

import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of one revision.
 *
 * @param number counts the runs of a load test, from 1
 * @param settings what it runs, with overrides and defaults; never changes
 * @param reason null while all goes as asked
 * @param statusSince when it came to where it is
 * @param summary figures of the newest sample, or of the result; null before the first
 * @param resultComplete null until there is a result; false for what could be saved of one
 * @param stop null unless somebody asked to stop it
 * @param outputs where people find it on its target; null where there is nothing to find
 */
public record Run(
        RunId id,
        int number,
        LoadTestId loadTestId,
        int revision,
        Settings settings,
        RunStatus status,
        Instant statusSince,
        @Nullable Reason reason,
        Verdict verdict,
        Validity validity,
        Workers workers,
        @Nullable Summary summary,
        @Nullable Boolean resultComplete,
        Cleanup cleanup,
        @Nullable Stop stop,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        String startedBy,
        @Nullable String note,
        @Nullable Outputs outputs) {

    /** Who asked for the run to stop, and when. */
    public record Stop(Instant at, String by) {}

    public static Run queued(
            RunId id, int number, LoadTestId loadTestId, int revision, Settings settings, Origin origin) {
        return new Run(
                id,
                number,
                loadTestId,
                revision,
                settings,
                RunStatus.QUEUED,
                origin.at(),
                null,
                Verdict.NOT_EVALUATED,
                Validity.UNKNOWN,
                new Workers(settings.replicas(), 0, 0),
                null,
                null,
                Cleanup.PENDING,
                null,
                origin.at(),
                null,
                null,
                origin.by(),
                origin.note(),
                origin.outputs());
    }

    /** Who started a run, when, and what they noted. */
    public record Origin(
            Instant at,
            String by,
            @Nullable String note,
            @Nullable Outputs outputs) {}

    /** This run one move further. */
    public Run become(RunStatus next, @Nullable Reason why, Instant now) {
        if (!status.canBecome(next)) {
            throw new IllegalStateException("run %s cannot go from %s to %s".formatted(id, status, next));
        }
        return new Run(
                id,
                number,
                loadTestId,
                revision,
                settings,
                next,
                now,
                why,
                verdict,
                validity,
                workers,
                summary,
                resultComplete,
                cleanup,
                stop,
                createdAt,
                next == RunStatus.RUNNING ? now : startedAt,
                next.isTerminal() ? now : finishedAt,
                startedBy,
                note,
                outputs);
    }

    /** This run as the newest statistics show it. */
    public Run seen(Workers seenWorkers, Summary seenSummary) {
        return new Run(
                id,
                number,
                loadTestId,
                revision,
                settings,
                status,
                statusSince,
                reason,
                verdict,
                validity,
                seenWorkers,
                seenSummary,
                resultComplete,
                cleanup,
                stop,
                createdAt,
                startedAt,
                finishedAt,
                startedBy,
                note,
                outputs);
    }

    /** This run with its result judged. */
    public Run judged(boolean complete, Validity judgedValidity, Verdict judgedVerdict) {
        return new Run(
                id,
                number,
                loadTestId,
                revision,
                settings,
                status,
                statusSince,
                reason,
                judgedVerdict,
                judgedValidity,
                workers,
                summary,
                complete,
                cleanup,
                stop,
                createdAt,
                startedAt,
                finishedAt,
                startedBy,
                note,
                outputs);
    }

    /** This run with nothing left of it on its target. */
    public Run cleanedUp() {
        return new Run(
                id,
                number,
                loadTestId,
                revision,
                settings,
                status,
                statusSince,
                reason,
                verdict,
                validity,
                workers,
                summary,
                resultComplete,
                Cleanup.DONE,
                stop,
                createdAt,
                startedAt,
                finishedAt,
                startedBy,
                note,
                outputs);
    }

    public boolean stopRequested() {
        return stop != null;
    }

    public Duration inStatus(Instant now) {
        return Duration.between(statusSince, now);
    }

    public Map<String, String> labels() {
        return settings.labels();
    }
}
