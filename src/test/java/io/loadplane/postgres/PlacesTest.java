package io.loadplane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.loadplane.model.Ids;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Revision;
import io.loadplane.model.run.Priority;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.Places;
import io.loadplane.testing.TestService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Places in an environment are given away one at a time, whoever asks. */
class PlacesTest {

    private final TestService service = TestService.shared();
    private final RunStore runs = service.bean(RunStore.class);
    private final RunJournal journal = service.bean(RunJournal.class);
    private final Ids ids = service.bean(Ids.class);

    @Test
    void however_many_ask_at_once_no_more_get_in_than_there_are_places() throws Exception {
        String environment = Places.environment(service.api(), "{\"concurrent_runs\": 3}");
        List<Run> queued = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            queued.add(claimed(insert(environment, Priority.NORMAL)));
        }

        int admitted = 0;
        for (int round = 0; round < queued.size(); round++) {
            admitted += askAll(queued);
        }

        assertThat(admitted).isEqualTo(3);
        assertThat(queued.stream()
                        .map(run -> runs.find(run.id()).orElseThrow())
                        .filter(run -> run.status() == RunStatus.PROVISIONING)
                        .map(Run::id))
                .containsExactlyElementsOf(
                        queued.subList(0, 3).stream().map(Run::id).toList());
    }

    @Test
    void a_run_that_needs_more_workers_than_are_left_holds_up_those_behind_it() {
        String environment = Places.environment(service.api(), "{\"total_workers\": 3}");
        Run first = claimed(insert(environment, Priority.NORMAL));
        Run second = claimed(insert(environment, Priority.NORMAL));
        Run urgent = claimed(insert(environment, Priority.HIGH));

        assertThat(ask(first)).get(STRING).endsWith(": others come first");
        assertThat(ask(urgent)).isEmpty();
        assertThat(ask(first)).get(STRING).endsWith(": 2 of 3 workers are in use, and the run needs 2");
        assertThat(ask(second)).get(STRING).endsWith(": others come first");
        assertThat(runs.queuePositions(List.of(first.id(), second.id(), urgent.id())))
                .containsEntry(first.id(), 1)
                .containsEntry(second.id(), 2)
                .doesNotContainKey(urgent.id());
    }

    private int askAll(List<Run> queued) throws InterruptedException, ExecutionException {
        int admitted = 0;
        try (var callers = Executors.newFixedThreadPool(queued.size())) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (Run run : queued) {
                if (runs.find(run.id()).orElseThrow().status() == RunStatus.QUEUED) {
                    answers.add(callers.submit(() -> ask(run).isEmpty()));
                }
            }
            for (Future<Boolean> answer : answers) {
                admitted += answer.get() ? 1 : 0;
            }
        }
        return admitted;
    }

    @Test
    void nobody_gets_in_at_a_forbidden_time() {
        String environment = Places.environment(service.api(), "{}", """
                {"forbidden_times": [{"days": ["friday"], "from": "22:00", "to": "06:00"}]}""");
        Run run = claimed(insert(environment, Priority.HIGH));

        Optional<Reason> within = ask(run, Instant.parse("2026-01-03T05:59:59Z"));
        Optional<Reason> afterwards = ask(run, Instant.parse("2026-01-03T06:00:00Z"));

        assertThat(within.map(Reason::code)).contains(ReasonCode.FORBIDDEN_TIME);
        assertThat(within.map(Reason::message)).get(STRING).endsWith("starts no runs before 2026-01-03T06:00:00Z");
        assertThat(afterwards).isEmpty();
    }

    private Optional<String> ask(Run run) {
        return ask(run, ids.clock().instant()).map(Reason::message);
    }

    private Optional<Reason> ask(Run run, Instant now) {
        Run admitted = run.become(RunStatus.PROVISIONING, null, now);
        return journal.admit(run, 1, RunEvent.status(admitted, RunEvent.ENGINE, "in"));
    }

    private Run claimed(Run run) {
        journal.claim(run.id(), new RunJournal.Owner("tester", 1), ids.clock().instant());
        return run;
    }

    /** Stored without a task, so that nobody drives it. */
    private Run insert(String environment, Priority priority) {
        Instant now = ids.clock().instant();
        LoadTestId id = new LoadTestId(ids.next(LoadTestId.PREFIX));
        Definition definition = new Definition(Fixtures.source(), Fixtures.settings(id.value(), environment));
        Revision revision = new Revision(1, definition, now, "tester");
        service.bean(LoadTestStore.class).insert(new LoadTest(id, 1, revision, now, now, null));
        return runs.insert(new RunStore.NewRun(
                new RunId(ids.next(RunId.PREFIX)),
                id,
                1,
                definition.settings(),
                "secret",
                new Run.Origin(now, "tester", null, priority, null, null),
                null));
    }
}
