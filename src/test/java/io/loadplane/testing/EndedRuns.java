package io.loadplane.testing;

import io.loadplane.model.Ids;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Revision;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Priority;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunLog;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Summary;
import io.loadplane.model.run.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs with all that runs leave behind, without anything having run. */
public final class EndedRuns {

    private final TestService service;
    private final RunStore runs;
    private final RunJournal journal;
    private final Ids ids;

    public EndedRuns(TestService service) {
        this.service = service;
        this.runs = service.bean(RunStore.class);
        this.journal = service.bean(RunJournal.class);
        this.ids = service.bean(Ids.class);
    }

    /** A completed run of a load test of its own that is cleaned up. */
    public Run at(Instant end, String environment, int samples) {
        Run run = uncleanedAt(end, environment, samples).cleanedUp();
        journal.record(run, 1, List.of());
        return run;
    }

    /** A valid run of a load test of its own that measured this, and is cleaned up. */
    public Run measured(Instant start, Statistics statistics, int samples) {
        Run run = running(start, "local");
        for (Sample sample : Results.samples(start, samples)) {
            journal.recordSample(run, 1, sample, null);
        }
        return measured(run, start, statistics);
    }

    /** Another such run of the same load test. */
    public Run measuredAgain(Run first, Instant start, Statistics statistics) {
        return measured(running(start, first.loadTestId(), first.settings()), start, statistics);
    }

    private Run measured(Run running, Instant start, Statistics statistics) {
        Run seen = running.seen(running.workers(), Summary.of(statistics));
        Run run = ended(seen, start, statistics, Judgement.open(List.of()))
                .judged(true, new Validity(Validity.State.VALID, List.of()), Judgement.open(List.of()))
                .cleanedUp();
        journal.record(run, 1, List.of());
        return run;
    }

    /** A completed run whose objects may still be there. */
    public Run uncleanedAt(Instant end, String environment, int samples) {
        return end(running(end, environment), end, samples, Judgement.open(List.of()));
    }

    /** Another run of the same load test, judged so. */
    public Run after(Run earlier, Judgement judgement) {
        Instant now = ids.clock().instant();
        return end(running(now, earlier.loadTestId(), earlier.settings()), now, 0, judgement);
    }

    private Run end(Run run, Instant end, int samples, Judgement judgement) {
        Statistics statistics = statistics(end);
        for (int i = 0; i < samples; i++) {
            journal.recordSample(
                    run, 1, new Sample(0, end, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, null, null, null, null, null), statistics);
        }
        return ended(run, end, statistics, judgement);
    }

    private Run ended(Run running, Instant end, Statistics statistics, Judgement judgement) {
        Run ended = moved(running, RunStatus.STOPPING, end)
                .become(RunStatus.COMPLETED, null, end)
                .judged(true, Validity.UNKNOWN, judgement);
        journal.recordEnd(
                ended,
                1,
                new RunJournal.Result(statistics, new byte[] {1}),
                List.of(RunEvent.status(ended, RunEvent.ENGINE, "completed")));
        journal.recordLogs(ended, 1, List.of(new RunLog(RunLog.Component.MASTER, 0, new byte[] {1}, 0)));
        return ended;
    }

    /** A run that nobody drives, though it says that its load is on. */
    public Run running(Instant since, String environment) {
        LoadTestId loadTest = new LoadTestId(ids.next(LoadTestId.PREFIX));
        Definition definition = new Definition(Fixtures.source(), Fixtures.settings(loadTest.value(), environment));
        Revision revision = new Revision(1, definition, since, "tester");
        service.bean(LoadTestStore.class).insert(new LoadTest(loadTest, 1, revision, since, since, null));
        return running(since, loadTest, definition.settings());
    }

    private Run running(Instant since, LoadTestId loadTest, Settings settings) {
        Run run = runs.insert(new RunStore.NewRun(
                new RunId(ids.next(RunId.PREFIX)),
                loadTest,
                1,
                settings,
                "secret",
                new Run.Origin(since, "tester", null, Priority.NORMAL, null, null),
                null));
        Objects.requireNonNull(journal.claim(run.id(), new RunJournal.Owner("tester", 1), since));
        for (RunStatus next : List.of(RunStatus.PROVISIONING, RunStatus.STARTING, RunStatus.RUNNING)) {
            run = moved(run, next, since);
        }
        return run;
    }

    private Run moved(Run run, RunStatus next, Instant at) {
        Run moved = run.become(next, null, at);
        journal.record(moved, 1, List.of());
        return moved;
    }

    private static Statistics statistics(Instant at) {
        EndpointStatistics total = new EndpointStatistics(
                "", "Aggregated", 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 2, Map.of("p50", 1.0), Map.of(), Map.of("1", 1L));
        return new Statistics(true, at, 1, 1, null, total, List.of(total), 1, List.of(), List.of(), List.of());
    }
}
