package io.loadplane.service;

import io.loadplane.model.Ids;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.Verdict;
import io.loadplane.model.schedule.Firing;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.webhook.Announcements;
import io.loadplane.model.webhook.Delivery;
import io.loadplane.model.webhook.DeliveryId;
import io.loadplane.model.webhook.DeliveryQueue;
import io.loadplane.model.webhook.DeliveryStore;
import io.loadplane.model.webhook.Event;
import io.loadplane.model.webhook.Payload;
import io.loadplane.model.webhook.Webhook;
import io.loadplane.model.webhook.WebhookStore;
import io.micronaut.context.annotation.Value;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a delivery of each event for each webhook that asked for it. */
@Singleton
@Transactional
class WebhookAnnouncements implements Announcements {

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final DeliveryQueue queue;
    private final RunStore runs;
    private final LoadTestStore loadTests;
    private final Payload payload;
    private final Ids ids;

    WebhookAnnouncements(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            DeliveryQueue queue,
            RunStore runs,
            LoadTestStore loadTests,
            @Value("${loadplane.public-url}") String publicUrl,
            Ids ids) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.queue = queue;
        this.runs = runs;
        this.loadTests = loadTests;
        this.payload = new Payload(publicUrl);
        this.ids = ids;
    }

    @Override
    public void ended(Run run) {
        List<Webhook> told = webhooks.toldOf(run.settings().environment(), run.loadTestId());
        if (told.isEmpty()) {
            return;
        }
        Verdict previous = runs.verdictBefore(run).orElse(null);
        Event end = run.status() == RunStatus.FAILED ? Event.RUN_FAILED : Event.RUN_FINISHED;
        deliver(end, told, run.id(), heading -> payload.of(heading, run, previous));
        if (previous != null && run.verdict() != Verdict.NOT_EVALUATED && run.verdict() != previous) {
            deliver(Event.VERDICT_CHANGED, told, run.id(), heading -> payload.of(heading, run, previous));
        }
    }

    @Override
    public void missed(Schedule schedule, Firing firing) {
        LoadTestId loadTest = schedule.loadTestId();
        loadTests
                .environmentOf(loadTest)
                .ifPresent(environment -> deliver(
                        Event.SCHEDULE_MISSED,
                        webhooks.toldOf(environment, loadTest),
                        null,
                        heading -> payload.of(heading, schedule, firing, environment)));
    }

    private void deliver(
            Event event,
            List<Webhook> told,
            @Nullable RunId run,
            Function<Payload.Heading, Map<String, @Nullable Object>> body) {
        Instant now = ids.clock().instant();
        for (Webhook webhook : told) {
            if (webhook.events().contains(event)) {
                DeliveryId id = new DeliveryId(ids.next(DeliveryId.PREFIX));
                Payload.Heading heading = new Payload.Heading(id, event, webhook.format(), now);
                deliveries.insert(Delivery.of(id, webhook, event, run, body.apply(heading), now));
                queue.schedule(id, now);
            }
        }
    }
}
