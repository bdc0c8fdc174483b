package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.environment.Limits;
import io.loadplane.model.loadtest.Source;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunLog;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.webhook.Announcements;
import io.loadplane.postgres.JournalRows.OwnerRow;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Singleton
@Transactional
class PostgresRunJournal implements RunJournal {

    private final JournalRows rows;
    private final QueueRows queue;
    private final EventRows events;
    private final SampleRows samples;
    private final AgentTokens tokens;
    private final Announcements announcements;

    PostgresRunJournal(
            JournalRows rows,
            QueueRows queue,
            EventRows events,
            SampleRows samples,
            AgentTokens tokens,
            Announcements announcements) {
        this.rows = rows;
        this.queue = queue;
        this.events = events;
        this.samples = samples;
        this.tokens = tokens;
        this.announcements = announcements;
    }

    @Override
    public @Nullable Claimed claim(RunId id, Owner owner, Instant now) {
        long epoch = owner.epoch();
        Optional<OwnerRow> claimable = rows.lockClaimable(id.value(), epoch);
        if (claimable.isEmpty()) {
            return null;
        }
        List<RunEvent> entries = RunEvent.claimed(now, claimable.get().owner(), owner.name());
        rows.claim(id.value(), owner.name(), epoch, now, entries.size());
        append(id, entries);
        Run run = read(id, epoch);
        Source source = Json.read(
                rows.readSource(run.loadTestId().value(), run.revision()).source(), Source.class);
        return new Claimed(
                run,
                source,
                tokens.read(id.value()),
                rows.listManifests(id.value()).stream()
                        .map(JournalRows.ManifestRow::content)
                        .toList());
    }

    @Override
    public void keepManifests(RunId id, long epoch, List<String> manifests) {
        read(id, epoch);
        for (int i = 0; i < manifests.size(); i++) {
            rows.insertManifest(id.value(), i, manifests.get(i));
        }
    }

    @Override
    public Run read(RunId id, long epoch) {
        return rows.findOwned(id.value(), epoch)
                .map(row -> row.toRun(tokens))
                .orElseThrow(() -> new OwnershipLost(id, epoch));
    }

    @Override
    public Optional<Reason> admit(Run queued, long epoch, RunEvent event) {
        String environment = queued.settings().environment();
        QueueRows.TermsRow terms = queue.readTerms(environment);
        Optional<Reason> refusal = terms.toPolicy()
                .closed(event.at())
                .map(closed -> Reason.of(ReasonCode.FORBIDDEN_TIME, closed.sentence(environment)))
                .or(() -> full(queued, terms.toLimits()));
        if (refusal.isEmpty()) {
            record(queued.become(RunStatus.PROVISIONING, null, event.at()), epoch, List.of(event));
        }
        return refusal;
    }

    private Optional<Reason> full(Run queued, Limits limits) {
        Optional<String> refusal = limits.limitPlaces() ? refusal(queued, limits) : Optional.empty();
        return refusal.map(why -> Reason.of(
                ReasonCode.CONCURRENCY_LIMIT,
                "the run waits for a place in the environment \"%s\": %s"
                        .formatted(queued.settings().environment(), why)));
    }

    /** Whoever is not first need not lock. */
    private Optional<String> refusal(Run queued, Limits limits) {
        if (hasOthersBefore(queued)) {
            return Optional.of("others come first");
        }
        queue.lock(queued.settings().environment());
        return hasOthersBefore(queued)
                ? Optional.of("others come first")
                : limits.refusal(queue.usage(queued.settings().environment()).toUsage(), queued.settings());
    }

    private boolean hasOthersBefore(Run queued) {
        return queue.hasOthersBefore(
                queued.settings().environment(),
                queued.origin().priority().ordinal(),
                queued.id().value());
    }

    @Override
    public void record(Run run, long epoch, List<RunEvent> entries) {
        update(run, epoch, entries.size());
        append(run.id(), entries);
    }

    @Override
    public void recordSample(Run run, long epoch, Sample sample, @Nullable Statistics endpoints) {
        update(run, epoch, 1);
        String id = run.id().value();
        long seq = rows.readSeq(id);
        samples.save(SampleRow.of(id, seq, sample));
        if (endpoints != null) {
            rows.insertEndpoints(id, seq, sample.at(), Json.pack(endpoints.withoutHistograms()));
        }
    }

    @Override
    public Optional<Baseline> baseline(Run run) {
        return rows.findBaseline(run.loadTestId().value(), run.id().value())
                .flatMap(baseline -> rows.findCompleteResult(baseline.id())
                        .map(row ->
                                new Baseline(baseline.toRun(tokens), Json.unpack(row.statistics(), Statistics.class))));
    }

    @Override
    public void recordEnd(Run run, long epoch, Result result, List<RunEvent> entries) {
        update(run, epoch, entries.size());
        Statistics statistics = result.statistics();
        if (statistics != null) {
            rows.insertResult(
                    run.id().value(),
                    statistics.complete(),
                    Json.pack(statistics),
                    run.progress().since());
        }
        if (result.report().length > 0) {
            rows.insertReport(run.id().value(), Json.Gzip.pack(result.report()));
        }
        append(run.id(), entries);
        announcements.ended(run);
    }

    @Override
    public void recordLogs(Run run, long epoch, List<RunLog> logs) {
        update(run, epoch, 0);
        logs.forEach(log -> rows.insertLog(
                run.id().value(),
                Words.of(log.component()),
                log.index(),
                Json.Gzip.pack(log.content()),
                log.skippedBytes()));
    }

    private void update(Run run, long epoch, int entries) {
        Reason reason = run.reason();
        int updated = rows.update(
                run.id().value(),
                epoch,
                entries,
                Words.of(run.status()),
                run.progress().since(),
                reason == null ? null : Words.of(reason.code()),
                reason == null ? null : reason.message(),
                reason == null ? null : reason.detail(),
                Words.of(run.verdict()),
                run.judgement().reason(),
                Json.write(run.judgement().criteria()),
                Words.of(run.validity().state()),
                Json.write(run.validity().reasons()),
                run.workers().connected(),
                run.workers().lost(),
                run.summary() == null ? null : Json.write(run.summary()),
                run.resultComplete(),
                Words.of(run.cleanup()),
                run.progress().admittedAt(),
                run.progress().startedAt(),
                run.progress().finishedAt());
        if (updated == 0) {
            throw new OwnershipLost(run.id(), epoch);
        }
    }

    /** The numbers were counted up with the run itself, so these rows can take them without looking further. */
    private void append(RunId id, List<RunEvent> entries) {
        if (entries.isEmpty()) {
            return;
        }
        long seq = rows.readSeq(id.value()) - entries.size();
        for (RunEvent event : entries) {
            events.save(EventRow.of(id.value(), ++seq, event));
        }
    }
}
