package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunStatus;
import io.loadplane.testing.Api;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.MovedClock;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import io.loadplane.testing.Watcher;
import io.loadplane.testing.Watcher.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RunStreamTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final TestService service = TestService.shared();
    private final Api api = service.api();
    private final EndedRuns ended = new EndedRuns(service);

    @Test
    void a_run_is_told_from_its_beginning_to_its_end_in_the_words_of_the_other_views() throws Exception {
        String path = "/runs/" + ended.at(NOW, "local", 3).id();

        List<Event> events = watch(Watcher.of(api, path + "/stream"));

        assertThat(events)
                .extracting(Event::name)
                .containsExactly("status", "event", "sample", "sample", "sample", "status", "end");
        assertThat(events).extracting(Event::id).containsExactly("1", "2", "3", "4", "5", "6", "end");
        List<JsonNode> told = new ArrayList<>();
        for (Event event : events) {
            told.add(Api.JSON.readTree(event.data()));
        }
        assertThat(told.get(5)).isEqualTo(items(path + "/events").get(2));
        assertThat(told.subList(0, 2)).isEqualTo(items(path + "/events").subList(0, 2));
        assertThat(told.subList(2, 5)).isEqualTo(items(path + "/series"));
        assertThat(told.getLast()).isEqualTo(api.get(path).json(200));
    }

    @Test
    void whoever_comes_back_goes_on_after_the_last_event() throws Exception {
        String path = "/runs/" + ended.at(NOW, "local", 3).id() + "/stream";

        assertThat(watch(Watcher.after("4", api, path))).extracting(Event::id).containsExactly("5", "6", "end");
        assertThat(watch(Watcher.of(api, path + "?last_event_id=4")))
                .extracting(Event::id)
                .containsExactly("5", "6", "end");
        assertThat(watch(Watcher.after("5", api, path + "?last_event_id=1")))
                .extracting(Event::id)
                .containsExactly("6", "end");
        assertThat(watch(Watcher.after("6", api, path))).extracting(Event::id).contains("end");
        Watcher informed = Watcher.after("end", api, path);
        assertThat(watch(informed)).isEmpty();
        assertThat(informed.response().statusCode()).isEqualTo(204);
    }

    @Test
    void a_run_is_told_as_it_goes() throws Exception {
        Run run = ended.running(NOW, "local");
        String path = "/runs/" + run.id() + "/stream";
        RunJournal journal = service.bean(RunJournal.class);
        try (Watcher all = Watcher.of(api, path);
                Watcher fresh = Watcher.of(api, path + "?from=now")) {
            Awaitility.await().until(() -> all.ids().size() == 2 && fresh.isConnected());
            journal.record(run, 1, List.of(RunEvent.seen(NOW, "worker-1", "gone")));
            Awaitility.await().until(() -> all.ids().size() == 3);
            Run stopping = run.become(RunStatus.STOPPING, null, NOW);
            journal.record(stopping, 1, List.of(RunEvent.status(stopping, RunEvent.ENGINE, "stopping")));
            Run over = stopping.become(RunStatus.FAILED, Reason.of(ReasonCode.INTERNAL_ERROR, "over"), NOW);
            journal.record(over, 1, List.of(RunEvent.status(over, RunEvent.ENGINE, "over")));

            assertThat(watch(all)).extracting(Event::id).containsExactly("1", "2", "3", "4", "5", "end");
            assertThat(watch(fresh)).extracting(Event::id).containsExactly("3", "4", "5", "end");
            assertThat(all.connections()).isEqualTo(1);
        }
    }

    @Test
    void nothing_on_the_way_keeps_events_back() throws Exception {
        Run run = ended.running(NOW, "local");
        try (Watcher watcher = Watcher.of(api, "/runs/" + run.id() + "/stream")) {
            Awaitility.await().until(() -> watcher.ids().size() == 2);

            assertThat(watcher.response().headers().map())
                    .containsEntry("content-type", List.of("text/event-stream; charset=utf-8"))
                    .containsEntry("content-encoding", List.of("identity"))
                    .containsEntry("x-accel-buffering", List.of("no"));
        }
    }

    @Test
    void a_token_that_is_revoked_opens_no_more() throws Exception {
        Run run = ended.running(NOW, "local");
        JsonNode token = api.post("/tokens", Tokens.request("viewer")).json(201);
        Api viewer = service.caller(token.path("token").asText());
        try (Watcher watcher = Watcher.of(viewer, "/runs/" + run.id() + "/stream")) {
            Awaitility.await().until(() -> watcher.ids().size() == 2);

            api.delete("/tokens/" + token.path("id").asText()).json(204);

            Awaitility.await().atMost(Duration.ofSeconds(5)).until(watcher::isOver);
            assertThat(watcher.response().statusCode()).isEqualTo(401);
        }
    }

    @Test
    void what_cannot_be_an_event_is_refused() {
        String path = "/runs/" + ended.at(NOW, "local", 1).id() + "/stream";

        assertThat(api.get(path + "?last_event_id=yesterday")
                        .json(400)
                        .at("/errors/0/parameter")
                        .asText())
                .isEqualTo("last_event_id");
        assertThat(api.get(path + "?from=noon").json(400).at("/errors/0/code").asText())
                .isEqualTo("unknown_value");
        assertThat(api.get("/runs/run-00000000000000000000000000/stream").status())
                .isEqualTo(404);
    }

    @Test
    void only_so_many_streams_are_open_and_each_says_that_it_is_alive_and_ends_some_time() throws Exception {
        MovedClock clock = new MovedClock(NOW);
        Map<String, Object> few = Map.of("loadplane.streams.per-caller", 2, "loadplane.streams.in-all", 3);
        try (TestService small = TestService.start(few, clock)) {
            String path = "/runs/" + new EndedRuns(small).running(NOW, "local").id() + "/stream";
            Api other = Tokens.caller(small, "viewer");
            Watcher first = Watcher.of(small.api(), path);
            Watcher second = Watcher.of(small.api(), path);
            Awaitility.await()
                    .until(() -> first.ids().size() == 2 && second.ids().size() == 2);
            assertThat(small.api().get(path).json(429).path("code").asText()).isEqualTo("too_many_streams");
            Watcher third = Watcher.of(other, path);
            Awaitility.await().until(() -> third.ids().size() == 2);
            assertThat(other.get(path).json(503).path("code").asText()).isEqualTo("too_many_streams");

            second.close();
            clock.moveTo(NOW.plusSeconds(15));
            Awaitility.await().until(() -> first.comments() == 1);
            Watcher fourth = Watcher.of(other, path);
            Awaitility.await().until(() -> fourth.ids().size() == 2);
            clock.moveTo(NOW.plusSeconds(3600));
            Awaitility.await().until(() -> first.connections() == 2);

            for (Watcher watcher : List.of(first, third, fourth)) {
                assertThat(watcher.ids()).containsExactly("1", "2");
                watcher.close();
            }
        }
    }

    @Test
    void a_run_that_is_as_it_was_is_not_sent_again() {
        Run run = ended.running(NOW, "local");
        String path = "/runs/" + run.id();
        Api.Answer first = api.get(path);
        String tag = String.valueOf(first.header("ETag"));

        Api.Answer same = api.send("GET", path, null, "If-None-Match", "\"other\", " + tag);
        service.bean(RunJournal.class).record(run.become(RunStatus.STOPPING, null, NOW), 1, List.of());
        Api.Answer changed = api.send("GET", path, null, "If-None-Match", tag);

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(changed.json(200).path("status").asText()).isEqualTo("stopping");
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    private static List<Event> watch(Watcher watcher) throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(watcher::isOver);
        watcher.close();
        return watcher.events();
    }

    private List<JsonNode> items(String path) {
        return StreamSupport.stream(api.get(path).json(200).path("items").spliterator(), false)
                .toList();
    }
}
