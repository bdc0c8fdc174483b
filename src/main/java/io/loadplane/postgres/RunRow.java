package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.Cleanup;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Lease;
import io.loadplane.model.run.Outputs;
import io.loadplane.model.run.Priority;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.run.Summary;
import io.loadplane.model.run.Validity;
import io.loadplane.model.run.Verdict;
import io.loadplane.model.run.Workers;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run as it lies in its table, without what only the engine's writes look at (epoch, owner, seq). */
@MappedEntity("run")
@SuppressWarnings("ArrayRecordComponent")
record RunRow(
        @Id String id,
        int number,
        String loadTestId,
        int revision,
        String environment,
        @TypeDef(type = DataType.JSON) String settings,
        @TypeDef(type = DataType.JSON) String labels,
        String status,
        Instant statusSince,
        @Nullable String reasonCode,
        @Nullable String reasonMessage,
        @Nullable String reasonDetail,
        String verdict,
        @Nullable String verdictReason,
        @Nullable @TypeDef(type = DataType.JSON) String criteriaResults,
        String validity,
        @TypeDef(type = DataType.JSON) String validityReasons,
        int workersRequested,
        int workersConnected,
        int workersLost,
        @Nullable @TypeDef(type = DataType.JSON) String summary,
        @Nullable Boolean resultComplete,
        String cleanup,
        @Nullable Instant stopRequestedAt,
        @Nullable String stopRequestedBy,
        boolean stopReplaced,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        String startedBy,
        @Nullable String note,
        @Nullable @TypeDef(type = DataType.JSON) String outputs,
        int priority,
        @Nullable Instant admittedAt,
        @Nullable Integer leaseSeconds,
        @Nullable Instant leaseUntil,
        boolean keep,
        boolean baseline,
        @Nullable String scheduleId,
        @io.micronaut.core.annotation.Nullable byte[] sealedAgentToken) {

    Run toRun(AgentTokens tokens) {
        Settings wanted = Json.read(settings, Settings.class);
        return new Run(
                new RunId(id),
                number,
                new LoadTestId(loadTestId),
                revision,
                wanted,
                new Run.Origin(
                        createdAt,
                        startedBy,
                        note,
                        Priority.values()[priority],
                        outputs == null
                                ? null
                                : tokens.complete(Json.read(outputs, Outputs.class), sealedAgentToken, id),
                        scheduleId == null ? null : new ScheduleId(scheduleId)),
                new Run.Progress(
                        Words.read(RunStatus.class, status), statusSince, reason(), admittedAt, startedAt, finishedAt),
                new Run.Measurement(
                        new Workers(workersRequested, workersConnected, workersLost),
                        summary == null ? null : Json.read(summary, Summary.class),
                        resultComplete,
                        new Validity(Words.read(Validity.State.class, validity), Json.readStrings(validityReasons)),
                        judgement(wanted)),
                Words.read(Cleanup.class, cleanup),
                stopRequestedAt == null || stopRequestedBy == null
                        ? null
                        : new Run.Stop(stopRequestedAt, stopRequestedBy, stopReplaced),
                leaseSeconds == null || leaseUntil == null
                        ? null
                        : new Lease(Duration.ofSeconds(leaseSeconds), leaseUntil),
                keep,
                baseline);
    }

    /** A release that did not judge wrote no results. */
    private Judgement judgement(Settings judged) {
        return criteriaResults == null
                ? Judgement.open(judged.criteria())
                : new Judgement(
                        Words.read(Verdict.class, verdict),
                        verdictReason,
                        List.of(Json.read(criteriaResults, CriterionResult[].class)));
    }

    private @Nullable Reason reason() {
        if (reasonCode == null || reasonMessage == null) {
            return null;
        }
        return new Reason(Words.read(ReasonCode.class, reasonCode), reasonMessage, reasonDetail);
    }
}
