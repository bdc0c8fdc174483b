package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.retention.PurgeStore;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.CriterionResult.Outcome;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.run.Verdict;
import io.loadplane.model.schedule.Firings;
import io.loadplane.testing.Api;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.HostileReceiver;
import io.loadplane.testing.HostileReceiver.Received;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Deliveries to receivers that behave, and to others; with short pauses and little patience. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookDeliveryTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String SECRET = "a-secret-of-webhooks";

    private final TestService service = TestService.start(Map.of(
            "loadplane.engine.job-poll", "100ms",
            "loadplane.public-url", "https://load.example.com/",
            "loadplane.webhooks.timeout", "500ms",
            "loadplane.webhooks.first-retry", "100ms",
            "loadplane.webhooks.longest-retry", "300ms",
            "loadplane.webhooks.give-up-after", "2s"));
    private final Api api = service.api();
    private final EndedRuns ended = new EndedRuns(service);
    private final HostileReceiver receiver = HostileReceiver.start();

    @AfterAll
    void stop() {
        service.close();
        receiver.close();
    }

    @AfterEach
    void forget() {
        api.get("/webhooks?limit=200")
                .json(200)
                .path("items")
                .forEach(item ->
                        api.delete("/webhooks/" + item.path("id").asText()).json(204));
    }

    @Test
    void the_end_of_a_run_is_told_and_signed() throws Exception {
        String path = path("ok");
        String webhook = create(path, "plain", "run.finished", "run.failed", "verdict.changed");

        Run run = ended.at(now(), "local", 1);

        JsonNode delivery = awaitSettled(webhook, 1).path(0);
        assertThat(delivery.path("state").asText()).isEqualTo("delivered");
        assertThat(delivery.path("run_id").asText()).isEqualTo(run.id().value());
        Received received = receiver.received(path).getFirst();
        String timestamp = Objects.requireNonNull(received.headers().get("Loadplane-Timestamp"));
        assertThat(received.headers())
                .containsEntry("Loadplane-Event", "run.finished")
                .containsEntry("Loadplane-Delivery", delivery.path("id").asText())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Loadplane-Signature", "v1=" + hmac(timestamp + "." + received.body()));
        assertThat(Instant.ofEpochSecond(Long.parseLong(timestamp))).isBetween(now().minusSeconds(5), now());
        JsonNode body = Api.JSON.readTree(received.body());
        assertThat(body.path("id")).isEqualTo(delivery.path("id"));
        assertThat(body.path("event").asText()).isEqualTo("run.finished");
        JsonNode shown = api.get("/runs/" + run.id()).json(200);
        body.path("run").properties().stream()
                .filter(field -> !field.getKey().equals("links"))
                .forEach(
                        field -> assertThat(field.getValue()).as(field.getKey()).isEqualTo(shown.path(field.getKey())));
        assertThat(body.at("/run/links/self").asText()).isEqualTo("https://load.example.com/runs/" + run.id());
    }

    @Test
    void whoever_fails_gets_it_again_until_it_is_taken_and_then_never_again() {
        String path = path("fails-twice");
        String webhook = create(path, "plain", "run.finished");

        ended.at(now(), "local", 0);

        JsonNode delivery = awaitSettled(webhook, 1).path(0);
        assertThat(delivery.path("state").asText()).isEqualTo("delivered");
        assertThat(delivery.path("attempts")).hasSize(3);
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(receiver.received(path)).hasSize(3));
        assertThat(receiver.received(path))
                .extracting(request -> request.headers().get("Loadplane-Delivery"), Received::body)
                .containsOnly(tuple(
                        delivery.path("id").asText(),
                        receiver.received(path).getFirst().body()));
    }

    @Test
    void receivers_that_misbehave_are_given_up_and_delay_nobody() {
        List<String> hostile = List.of("fails", "hangs", "drips", "dies", "redirects");
        List<String> webhooks = hostile.stream()
                .map(how -> create(path(how), "plain", "run.finished"))
                .toList();
        String path = path("ok");
        String good = create(path, "plain", "run.finished");

        Instant begun = now();
        for (int i = 0; i < 5; i++) {
            ended.at(now(), "local", 0);
        }
        JsonNode taken = awaitSettled(good, 5);

        assertThat(Duration.between(begun, now())).isLessThan(Duration.ofSeconds(3));
        assertThat(taken)
                .allSatisfy(
                        delivery -> assertThat(delivery.path("state").asText()).isEqualTo("delivered"));
        assertThat(receiver.received(path)).hasSize(5);
        for (String webhook : webhooks) {
            assertThat(awaitSettled(webhook, 5)).allSatisfy(delivery -> {
                assertThat(delivery.path("state").asText()).isEqualTo("given_up");
                assertThat(delivery.path("next_attempt_at").isNull()).isTrue();
            });
        }
        assertThat(receiver.received("/ok/redirected")).isEmpty();
    }

    @Test
    void a_receiver_that_is_gone_is_told_nothing_more() {
        String path = path("gone");
        String webhook = create(path, "plain", "run.finished");

        ended.at(now(), "local", 0);
        awaitSettled(webhook, 1);
        ended.at(now(), "local", 0);

        assertThat(api.get(webhook).json(200).path("active").asBoolean()).isFalse();
        assertThat(api.get(webhook + "/deliveries").json(200).path("items")).hasSize(1);
        assertThat(receiver.received(path)).hasSize(1);
    }

    @Test
    void a_verdict_that_changes_is_told_to_chats_without_links_of_others() throws IOException {
        String path = path("ok");
        String webhook = create(path, "slack", "verdict.changed");
        Criterion criterion = new Criterion("p95", "GET /<!here>", "<", 300.0, null, null, null, null);
        Judgement passed = new Judgement(Verdict.PASSED, null, List.of());
        Judgement failed = new Judgement(
                Verdict.FAILED,
                null,
                List.of(new CriterionResult(criterion, 300.0, 412.0, Outcome.FAILED, null, null, null)));
        Run first = ended.after(ended.at(now(), "local", 0), passed);

        ended.after(first, passed);
        ended.after(first, Judgement.open(List.of()));
        Run worse = ended.after(first, failed);

        awaitSettled(webhook, 1);
        assertThat(receiver.received(path)).hasSize(1);
        JsonNode body = Api.JSON.readTree(receiver.received(path).getFirst().body());
        assertThat(body.path("text").asText())
                .startsWith("*%s* #%d in local completed, verdict *failed*, before it passed\n"
                        .formatted(worse.settings().name(), worse.number()))
                .contains("\n• p95 of GET /&lt;!here&gt; &lt; 300: it was 412.0\n")
                .endsWith("<https://load.example.com/runs/%s>".formatted(worse.id()));
    }

    @Test
    void a_schedule_that_starts_nothing_at_its_time_is_told() throws Exception {
        String path = path("ok");
        String loadTest =
                api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();
        ObjectNode other = request(path, "plain", "schedule.missed").put("load_test_id", loadTest);
        other.remove("environment");
        String webhook =
                "/webhooks/" + api.post("/webhooks", other).json(201).path("id").asText();
        ObjectNode schedule =
                Api.JSON.createObjectNode().put("load_test_id", loadTest).put("cron", "0 * * * *");
        String id = api.post("/schedules", schedule).json(201).path("id").asText();
        execute("update schedule set settled_until = now() - interval '3 hours 6 minutes' where id = '%s'"
                .formatted(id));

        service.bean(Firings.class).settle(new ScheduleId(id), 1);

        awaitSettled(webhook, 1);
        JsonNode body = Api.JSON.readTree(receiver.received(path).getFirst().body());
        assertThat(body.path("event").asText()).isEqualTo("schedule.missed");
        assertThat(body.at("/schedule/outcome").asText()).isEqualTo("missed");
        assertThat(body.at("/schedule/load_test_id").asText()).isEqualTo(loadTest);
        assertThat(body.at("/schedule/links/self").asText()).isEqualTo("https://load.example.com/schedules/" + id);
    }

    @Test
    void another_load_test_is_no_business_of_a_webhook() {
        ObjectNode request = request(path("ok"), "plain", "run.finished")
                .put("load_test_id", ended.at(now(), "local", 0).loadTestId().value());
        request.remove("environment");
        String webhook = "/webhooks/"
                + api.post("/webhooks", request).json(201).path("id").asText();

        ended.at(now(), "local", 0);

        assertThat(api.get(webhook + "/deliveries").json(200).path("items")).isEmpty();
    }

    @Test
    void old_deliveries_go_unless_they_wait() {
        String settled = create(path("ok"), "plain", "run.finished");
        String waiting = create(path("hangs"), "plain", "run.finished");
        ended.at(now(), "local", 0);
        awaitSettled(settled, 1);

        service.bean(PurgeStore.class).purgeDeliveries(now().plusSeconds(1), 1_000);

        assertThat(api.get(settled + "/deliveries").json(200).path("items")).isEmpty();
        assertThat(api.get(waiting + "/deliveries").json(200).path("items")).hasSize(1);
    }

    private static String path(String how) {
        return "/" + how + "/" + COUNT.incrementAndGet();
    }

    private ObjectNode request(String path, String format, String... events) {
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("url", receiver.url(path))
                .put("environment", "local")
                .put("format", format)
                .put("secret", SECRET);
        List.of(events).forEach(request.withArray("events")::add);
        return request;
    }

    private String create(String path, String format, String... events) {
        return "/webhooks/"
                + api.post("/webhooks", request(path, format, events))
                        .json(201)
                        .path("id")
                        .asText();
    }

    private JsonNode awaitSettled(String webhook, int count) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> api.get(webhook + "/deliveries").json(200).path("items"),
                        items -> items.size() == count
                                && items.findValuesAsText("state").stream().noneMatch("waiting"::equals));
    }

    private Instant now() {
        return service.bean(Clock.class).instant();
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = service.connect();
                Statement update = connection.createStatement()) {
            update.executeUpdate(statement);
        }
    }

    private static String hmac(String signed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
