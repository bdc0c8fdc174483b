package io.loadplane.postgres;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.access.Reach;
import io.loadplane.model.environment.Limits;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.Outputs;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Verdict;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Singleton
@Transactional
class PostgresRunStore implements RunStore {

    private final RunRows rows;
    private final QueueRows queue;
    private final EventRows events;
    private final SampleRows samples;
    private final AgentTokens tokens;

    PostgresRunStore(RunRows rows, QueueRows queue, EventRows events, SampleRows samples, AgentTokens tokens) {
        this.rows = rows;
        this.queue = queue;
        this.events = events;
        this.samples = samples;
        this.tokens = tokens;
    }

    @Override
    public Run insert(NewRun run) {
        String loadTestId = run.loadTestId().value();
        if (rows.countRun(loadTestId) == 0) {
            throw ControlPlaneException.notFound("load test", loadTestId);
        }
        Settings settings = run.settings();
        Outputs outputs = run.origin().outputs();
        boolean plain = tokens.stayPlain();
        rows.insertQueued(
                run.id().value(),
                rows.readRunCount(loadTestId),
                loadTestId,
                run.revision(),
                settings.environment(),
                Json.write(settings),
                Json.write(settings.labels()),
                settings.replicas(),
                run.origin().at(),
                run.origin().by(),
                run.origin().note(),
                plain ? run.agentToken() : "",
                plain ? null : tokens.seal(run.agentToken(), run.id().value()),
                outputs == null ? null : Json.write(plain ? outputs : outputs.withPassword(null)),
                run.origin().priority().ordinal(),
                run.lease() == null ? null : Math.toIntExact(run.lease().toSeconds()),
                run.lease() == null ? null : run.origin().at().plus(run.lease()),
                run.origin().schedule() == null ? null : run.origin().schedule().value());
        append(
                run.id(),
                new RunEvent(
                        0,
                        run.origin().at(),
                        RunEvent.Kind.STATUS,
                        run.origin().by(),
                        null,
                        RunStatus.QUEUED,
                        null,
                        "run requested"));
        return find(run.id()).orElseThrow();
    }

    @Override
    public Optional<Run> find(RunId id) {
        return rows.findById(id.value()).map(row -> row.toRun(tokens));
    }

    @Override
    public Optional<Run> findLatest(LoadTestId id) {
        return rows.findLatest(id.value()).map(row -> row.toRun(tokens));
    }

    @Override
    public Optional<Verdict> verdictBefore(Run run) {
        return rows.listVerdictBefore(run.loadTestId().value(), run.id().value()).stream()
                .findFirst()
                .map(word -> Words.read(Verdict.class, word));
    }

    @Override
    public Page<Run> list(Filter filter, Reach reach, Page.Request page) {
        List<Run> found = rows
                .list(
                        filter.loadTestId() == null ? null : filter.loadTestId().value(),
                        filter.scheduleId() == null ? null : filter.scheduleId().value(),
                        word(filter.status()),
                        word(filter.verdict()),
                        filter.environment(),
                        Reaches.text(reach),
                        filter.startedBy(),
                        filter.createdAfter(),
                        filter.createdBefore(),
                        Json.write(filter.labels()),
                        page.after(),
                        page.limit() + 1)
                .stream()
                .map(row -> row.toRun(tokens))
                .toList();
        return Page.of(found, page, run -> run.id().value());
    }

    @Override
    public List<RunId> active(LoadTestId id) {
        return rows.listActive(id.value()).stream().map(RunId::new).toList();
    }

    @Override
    public List<Tally> tally() {
        return rows.tally().stream()
                .map(row -> new Tally(
                        row.environment(), Words.read(RunStatus.class, row.status()), row.runs(), row.oldest()))
                .toList();
    }

    @Override
    public boolean requestStop(RunId id, Run.Stop stop) {
        boolean first = rows.requestStop(id.value(), stop.at(), stop.by(), stop.replaced()) == 1;
        if (first) {
            append(id, RunEvent.request(stop.at(), stop.by(), "stop requested"));
        }
        return first;
    }

    @Override
    public boolean renewLease(RunId id, Instant now) {
        return rows.renewLease(id.value(), now) == 1;
    }

    @Override
    public Map<RunId, Integer> queuePositions(List<RunId> ids) {
        Map<RunId, Integer> positions = new HashMap<>();
        if (!ids.isEmpty()) {
            queue.listPositions(ids.stream().map(RunId::value).toList())
                    .forEach(row -> positions.put(new RunId(row.id()), row.position()));
        }
        return positions;
    }

    @Override
    public void requirePlace(Settings settings) {
        queue.lock(settings.environment());
        Limits limits = queue.readTerms(settings.environment()).toLimits();
        Limits.Usage asked = queue.usageWithQueue(settings.environment()).toUsage();
        limits.refusal(asked, settings).ifPresent(refusal -> {
            throw new ControlPlaneException(
                    ControlPlaneException.Kind.BUSY,
                    "concurrency_limit",
                    "There is no place for another run in the environment \"%s\" now: %s (with those that wait)."
                            .formatted(settings.environment(), refusal));
        });
    }

    @Override
    public boolean keep(RunId id, boolean keep) {
        return rows.keep(id.value(), keep) == 1;
    }

    @Override
    public boolean delete(RunId id) {
        rows.forgetAnswers(id.value());
        return rows.remove(id.value()) == 1;
    }

    @Override
    public Optional<Run> findBaseline(LoadTestId id) {
        return rows.findBaseline(id.value()).map(row -> row.toRun(tokens));
    }

    @Override
    public boolean markBaseline(Run run) {
        if (run.baseline()) {
            return false;
        }
        rows.clearBaseline(run.loadTestId().value());
        return rows.markBaseline(run.id().value()) == 1;
    }

    @Override
    public void clearBaseline(LoadTestId id) {
        rows.clearBaseline(id.value());
    }

    @Override
    public Optional<Run> findCompletedBefore(Run run) {
        return rows.findCompletedBefore(run.loadTestId().value(), run.number()).map(row -> row.toRun(tokens));
    }

    @Override
    public List<Run> listEnded(LoadTestId id, int limit) {
        return rows.listEnded(id.value(), limit).stream()
                .map(row -> row.toRun(tokens))
                .toList();
    }

    @Override
    public Page<RunEvent> events(RunId id, Page.Request page) {
        long after = page.after() == null ? 0 : Long.parseLong(page.after());
        List<RunEvent> found = events.listAfter(id.value(), after, page.limit() + 1).stream()
                .map(EventRow::toEvent)
                .toList();
        return Page.of(found, page, event -> Long.toString(event.seq()));
    }

    @Override
    public List<Sample> samples(RunId id) {
        return samples.list(id.value()).stream().map(SampleRow::toSample).toList();
    }

    @Override
    public Optional<Sample> latestSample(RunId id) {
        return samples.findNewest(id.value()).map(SampleRow::toSample);
    }

    @Override
    public Optional<Statistics> statistics(RunId id) {
        return rows.findResult(id.value())
                .or(() -> rows.findNewestEndpoints(id.value()))
                .map(row -> Json.unpack(row.statistics(), Statistics.class));
    }

    @Override
    public Optional<RunLog> log(RunId id, RunLog.Component component, int index) {
        return rows.findLog(id.value(), Words.of(component), index)
                .map(row -> new RunLog(component, index, Json.Gzip.unpack(row.content()), row.skippedBytes()));
    }

    @Override
    public Optional<byte[]> report(RunId id) {
        return rows.findReport(id.value()).map(row -> Json.Gzip.unpack(row.statistics()));
    }

    @Override
    public boolean isExpectedOnTarget(RunId id) {
        return rows.isExpectedOnTarget(id.value());
    }

    @Override
    public String agentToken(RunId id) {
        return tokens.read(id.value());
    }

    @Override
    public void note(RunId id, RunEvent event) {
        append(id, event);
    }

    private void append(RunId id, RunEvent event) {
        rows.nextSeq(id.value());
        events.save(EventRow.of(id.value(), rows.readSeq(id.value()), event));
    }

    private static @Nullable String word(@Nullable Enum<?> value) {
        return value == null ? null : Words.of(value);
    }
}
