package io.loadplane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Revision;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Lease;
import io.loadplane.model.run.Priority;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunLog;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.TestService;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunJournalTest {

    private final TestService service = TestService.shared();
    private final RunStore runs = service.bean(RunStore.class);
    private final RunJournal journal = service.bean(RunJournal.class);
    private final Ids ids = service.bean(Ids.class);
    private Run run = Fixtures.queuedRun();

    @BeforeEach
    void storeRun() {
        Instant now = ids.clock().instant();
        LoadTestId loadTestId = new LoadTestId(ids.next(LoadTestId.PREFIX));
        Settings named = Fixtures.settings(loadTestId.value(), "local");
        Revision revision = new Revision(1, new Definition(Fixtures.source(), named), now, "tester");
        service.bean(LoadTestStore.class).insert(new LoadTest(loadTestId, 1, revision, now, now, null));
        run = runs.insert(new RunStore.NewRun(
                new RunId(ids.next(RunId.PREFIX)),
                loadTestId,
                1,
                named,
                "secret",
                new Run.Origin(now, "tester", "note", Priority.HIGH, null, null),
                Duration.ofSeconds(60)));
    }

    @Test
    void a_run_is_read_back_as_it_was_written() {
        RunJournal.Claimed claimed = claim(1);
        Reason reason = new Reason(ReasonCode.STOPPED_BY_USER, "stopped by tester", "detail");
        Run written = claimed.run()
                .become(RunStatus.PROVISIONING, null, run.origin().at())
                .become(RunStatus.STOPPED, reason, run.origin().at().plusSeconds(1));

        journal.record(
                claimed.run().become(RunStatus.PROVISIONING, null, run.origin().at()), 1, List.of());
        journal.record(written, 1, List.of());

        assertThat(runs.find(run.id())).contains(written);
        assertThat(claimed.source()).isEqualTo(Fixtures.source());
        assertThat(claimed.agentToken()).isEqualTo("secret");
    }

    @Test
    void whatever_an_earlier_owner_writes_is_refused() {
        claim(1);
        claim(2);
        Run moved = run.become(RunStatus.PROVISIONING, null, run.origin().at());
        Sample sample = new Sample(0, run.origin().at(), 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, null, null, null, null, null);
        Map<String, Consumer<Run>> writes = Map.of(
                "record",
                        old -> journal.record(
                                old, 1, List.of(RunEvent.seen(old.origin().at(), "master", "late"))),
                "recordSample", old -> journal.recordSample(old, 1, sample, statistics()),
                "recordEnd", old -> journal.recordEnd(old, 1, RunJournal.Result.of(statistics()), List.of()),
                "recordLogs",
                        old -> journal.recordLogs(
                                old, 1, List.of(new RunLog(RunLog.Component.MASTER, 0, new byte[1], 0))),
                "admit", old -> journal.admit(run, 1, RunEvent.status(old, RunEvent.ENGINE, "late")),
                "keepManifests", old -> journal.keepManifests(old.id(), 1, List.of("late")),
                "read", old -> journal.read(old.id(), 1));
        assertThat(writes.keySet())
                .as("everything that an owner can do")
                .isEqualTo(Arrays.stream(RunJournal.class.getDeclaredMethods())
                        .map(Method::getName)
                        .filter(name -> !List.of("claim", "baseline").contains(name))
                        .collect(Collectors.toSet()));

        for (Consumer<Run> write : writes.values()) {
            assertThatThrownBy(() -> write.accept(moved)).isInstanceOf(RunJournal.OwnershipLost.class);
        }

        assertThat(runs.find(run.id())).contains(run);
        assertThat(runs.samples(run.id())).isEmpty();
        assertThat(runs.statistics(run.id())).isEmpty();
        assertThat(events())
                .extracting(RunEvent::message)
                .containsExactly("run requested", "driven by owner-1", "taken over by owner-2 from owner-1");
        assertThat(runs.log(run.id(), RunLog.Component.MASTER, 0)).isEmpty();
        assertThat(claim(3).manifests()).isEmpty();
        assertThat(journal.claim(
                        run.id(), new RunJournal.Owner("late", 1), run.origin().at()))
                .isNull();
    }

    @Test
    void an_owner_that_comes_late_gives_the_caller_time_to_renew_the_lease() {
        Instant late = run.origin().at().plusSeconds(300);

        Run claimed = Objects.requireNonNull(journal.claim(run.id(), new RunJournal.Owner("late", 1), late))
                .run();

        assertThat(claimed.lease()).isEqualTo(new Lease(Duration.ofSeconds(60), late.plusSeconds(60)));
    }

    @Test
    void everything_a_run_writes_has_its_place_in_one_order() {
        claim(1);
        Run moved = run.become(RunStatus.PROVISIONING, null, run.origin().at());
        Sample sample = new Sample(0, run.origin().at(), 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, null, null, null, null, null);

        journal.record(
                moved,
                1,
                List.of(
                        RunEvent.status(moved, RunEvent.ENGINE, "one"),
                        RunEvent.seen(run.origin().at(), "master", "two")));
        journal.recordSample(moved, 1, sample, null);
        runs.requestStop(run.id(), new Run.Stop(run.origin().at(), "tester", false));

        assertThat(events()).extracting(RunEvent::seq).containsExactly(1L, 2L, 3L, 4L, 6L);
        assertThat(runs.samples(run.id())).extracting(Sample::seq).containsExactly(5L);
    }

    @Test
    void the_timeline_says_who_drives_the_run_whenever_that_changes() {
        claim("a", 1);
        claim("a", 2);
        claim("b", 3);

        assertThat(events())
                .extracting(RunEvent::message)
                .containsExactly("run requested", "driven by a", "taken over by b from a");
        assertThat(events()).extracting(RunEvent::seq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_result_and_the_end_of_its_run_are_stored_together_or_not_at_all() {
        claim(1);
        Run illegal = run.become(
                RunStatus.FAILED,
                Reason.of(ReasonCode.SCRIPT_ERROR, "x"),
                run.origin().at());
        RunEvent unstorable = RunEvent.seen(run.origin().at(), "NUL \0 cannot be stored", "seen");

        assertThatThrownBy(() -> journal.recordEnd(illegal, 1, RunJournal.Result.of(statistics()), List.of(unstorable)))
                .isNotInstanceOf(RunJournal.OwnershipLost.class);

        assertThat(runs.find(run.id())).contains(run);
        assertThat(runs.statistics(run.id())).isEmpty();
    }

    @Test
    void only_the_first_request_to_stop_counts() {
        Run.Stop first = new Run.Stop(run.origin().at(), "first", false);

        assertThat(runs.requestStop(run.id(), first)).isTrue();
        assertThat(runs.requestStop(run.id(), new Run.Stop(run.origin().at(), "second", false)))
                .isFalse();

        assertThat(runs.find(run.id())).map(Run::stop).contains(first);
    }

    private RunJournal.Claimed claim(long epoch) {
        return claim("owner-" + epoch, epoch);
    }

    private RunJournal.Claimed claim(String owner, long epoch) {
        return Objects.requireNonNull(journal.claim(
                run.id(), new RunJournal.Owner(owner, epoch), run.origin().at()));
    }

    private List<RunEvent> events() {
        return runs.events(run.id(), new Page.Request(200, null)).items();
    }

    private static Statistics statistics() {
        EndpointStatistics total = new EndpointStatistics(
                "", "Aggregated", 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 2, Map.of("p50", 1.0), Map.of(), Map.of("1", 1L));
        return new Statistics(
                true, Fixtures.NOON, 1, 1, null, total, List.of(total), 1, List.of(), List.of(), List.of());
    }
}
