package io.loadplane.engine;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.loadplane.model.webhook.Delivery;
import io.loadplane.model.webhook.Delivery.Attempt;
import io.loadplane.model.webhook.DeliveryId;
import io.loadplane.model.webhook.DeliveryStore;
import io.loadplane.model.webhook.Receivers;
import io.loadplane.model.webhook.Webhook;
import io.loadplane.model.webhook.WebhookId;
import io.loadplane.model.webhook.WebhookStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries one delivery until its receiver has taken it, or it is no longer worth to try. */
@Singleton
class DeliveryJob {

    static final String TASK = "delivery";

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryJob.class);

    /** To one webhook at once: one that hangs keeps no more than that from the others. */
    private static final int AT_ONCE = 4;

    private static final Duration CROWDED = Duration.ofSeconds(1);

    /** Whatever failed then was ours. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** The receiver is no more, and says so. */
    private static final int GONE = 410;

    private final DeliveryStore deliveries;
    private final WebhookStore webhooks;
    private final Receivers receivers;
    private final WebhookSettings settings;
    private final EngineFigures figures;
    private final Clock clock;
    private final Map<WebhookId, Integer> underWay = new ConcurrentHashMap<>();

    /** What could not be written down; so that a receiver that answered while the database was away is not told again. */
    private final Map<DeliveryId, Delivery> unwritten = new ConcurrentHashMap<>();

    DeliveryJob(
            DeliveryStore deliveries,
            WebhookStore webhooks,
            Receivers receivers,
            WebhookSettings settings,
            EngineFigures figures,
            Clock clock) {
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.receivers = receivers;
        this.settings = settings;
        this.figures = figures;
        this.clock = clock;
    }

    CustomTask<Void> task() {
        return Tasks.custom(TASK, Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .onDeadExecutionRevive()
                .execute(this::deliver);
    }

    private CompletionHandler<Void> deliver(TaskInstance<Void> instance, ExecutionContext context) {
        return deliveries
                .find(new DeliveryId(instance.getId()))
                .filter(delivery -> delivery.state() == Delivery.State.WAITING)
                .flatMap(this::next)
                .<CompletionHandler<Void>>map(next -> (complete, operations) -> operations.reschedule(complete, next))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }

    /** Empty when it is settled. */
    private Optional<Instant> next(Delivery delivery) {
        Delivery tried = unwritten.get(delivery.id());
        if (tried != null) {
            return write(tried);
        }
        Webhook webhook =
                webhooks.find(delivery.webhook()).filter(Webhook::active).orElse(null);
        String secret = webhooks.secret(delivery.webhook()).orElse(null);
        if (webhook == null || secret == null) {
            deliveries.update(delivery.giveUp());
            return Optional.empty();
        }
        int before = underWay.merge(webhook.id(), 1, Integer::sum);
        try {
            return before > AT_ONCE ? Optional.of(later()) : attempt(delivery, webhook, secret);
        } finally {
            underWay.computeIfPresent(webhook.id(), (id, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Spread, so that those that wait do not all come again at once. */
    private Instant later() {
        long millis = CROWDED.toMillis();
        return clock.instant().plusMillis(RandomGenerator.getDefault().nextLong(millis, 4 * millis));
    }

    private Optional<Instant> attempt(Delivery delivery, Webhook webhook, String secret) {
        Instant begun = clock.instant();
        Receivers.Answer answer = receivers.send(
                new Receivers.Message(delivery.id(), delivery.event(), webhook.url(), secret, delivery.body()));
        Instant now = clock.instant();
        long millis = Duration.between(begun, now).toMillis();
        boolean gone = Objects.equals(answer.status(), GONE);
        Delivery tried = delivery.after(
                new Attempt(begun, millis, answer.status(), answer.error()),
                gone
                        ? null
                        : settings.nextAttempt(
                                        delivery.createdAt(),
                                        delivery.attempts().size() + 1,
                                        now)
                                .orElse(null));
        figures.attempted(tried.state(), Duration.ofMillis(millis));
        log(tried, answer);
        if (gone) {
            webhooks.deactivate(webhook.id(), now);
        }
        return write(tried);
    }

    private Optional<Instant> write(Delivery tried) {
        unwritten.put(tried.id(), tried);
        deliveries.update(tried);
        unwritten.remove(tried.id());
        return Optional.ofNullable(tried.nextAt());
    }

    private static void log(Delivery tried, Receivers.Answer answer) {
        LOG.atDebug()
                .addKeyValue("delivery", tried.id())
                .addKeyValue("webhook", tried.webhook())
                .addKeyValue("attempt", tried.attempts().size())
                .log("{}: {}", tried.state(), answer);
    }
}
