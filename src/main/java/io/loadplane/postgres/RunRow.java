package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.Cleanup;
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
import org.jspecify.annotations.Nullable;

/** A run as it lies in its table, without what only the engine's writes look at (epoch, owner, seq). Made from a run, it has no token. */
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
        @Nullable String scheduleId,
        @io.micronaut.core.annotation.Nullable byte[] sealedAgentToken) {

    static RunRow of(Run run) {
        Reason reason = run.reason();
        return new RunRow(
                run.id().value(),
                run.number(),
                run.loadTestId().value(),
                run.revision(),
                run.settings().environment(),
                Json.write(run.settings()),
                Json.write(run.labels()),
                Words.of(run.status()),
                run.progress().since(),
                reason == null ? null : Words.of(reason.code()),
                reason == null ? null : reason.message(),
                reason == null ? null : reason.detail(),
                Words.of(run.verdict()),
                Words.of(run.validity().state()),
                Json.write(run.validity().reasons()),
                run.workers().requested(),
                run.workers().connected(),
                run.workers().lost(),
                run.summary() == null ? null : Json.write(run.summary()),
                run.resultComplete(),
                Words.of(run.cleanup()),
                run.stop() == null ? null : run.stop().at(),
                run.stop() == null ? null : run.stop().by(),
                run.origin().at(),
                run.progress().startedAt(),
                run.progress().finishedAt(),
                run.origin().by(),
                run.origin().note(),
                run.origin().outputs() == null ? null : Json.write(run.origin().outputs()),
                run.origin().priority().ordinal(),
                run.progress().admittedAt(),
                run.lease() == null ? null : Math.toIntExact(run.lease().term().toSeconds()),
                run.lease() == null ? null : run.lease().until(),
                run.keep(),
                run.origin().schedule() == null ? null : run.origin().schedule().value(),
                null);
    }

    Run toRun(AgentTokens tokens) {
        return new Run(
                new RunId(id),
                number,
                new LoadTestId(loadTestId),
                revision,
                Json.read(settings, Settings.class),
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
                        Words.read(Verdict.class, verdict)),
                Words.read(Cleanup.class, cleanup),
                stopRequestedAt == null || stopRequestedBy == null
                        ? null
                        : new Run.Stop(stopRequestedAt, stopRequestedBy),
                leaseSeconds == null || leaseUntil == null
                        ? null
                        : new Lease(Duration.ofSeconds(leaseSeconds), leaseUntil),
                keep);
    }

    private @Nullable Reason reason() {
        if (reasonCode == null || reasonMessage == null) {
            return null;
        }
        return new Reason(Words.read(ReasonCode.class, reasonCode), reasonMessage, reasonDetail);
    }
}
