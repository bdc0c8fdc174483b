package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Findings;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.access.Reach;
import io.loadplane.model.audit.AuditEntry.Change;
import io.loadplane.model.audit.Changes;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.webhook.Delivery;
import io.loadplane.model.webhook.DeliveryId;
import io.loadplane.model.webhook.DeliveryStore;
import io.loadplane.model.webhook.Event;
import io.loadplane.model.webhook.Payload;
import io.loadplane.model.webhook.Receivers;
import io.loadplane.model.webhook.Webhook;
import io.loadplane.model.webhook.Webhook.Scope;
import io.loadplane.model.webhook.WebhookDraft;
import io.loadplane.model.webhook.WebhookId;
import io.loadplane.model.webhook.WebhookStore;
import io.micronaut.context.annotation.Value;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Webhooks: made, changed, tried out, and what became of their deliveries. */
@Singleton
public class WebhookService {

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final LoadTestStore loadTests;
    private final EnvironmentService environments;
    private final WebhookChecks checks;
    private final Receivers receivers;
    private final AuditService audit;
    private final Payload payload;
    private final Ids ids;

    WebhookService(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            LoadTestStore loadTests,
            EnvironmentService environments,
            WebhookChecks checks,
            Receivers receivers,
            AuditService audit,
            @Value("${loadplane.public-url}") String publicUrl,
            Ids ids) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.loadTests = loadTests;
        this.environments = environments;
        this.checks = checks;
        this.receivers = receivers;
        this.audit = audit;
        this.payload = new Payload(publicUrl);
        this.ids = ids;
    }

    /**
     * A webhook that was just made.
     *
     * @param secret that was made with it; null when its author brought one
     */
    public record Created(Webhook webhook, @Nullable String secret) {

        @Override
        public String toString() {
            return "Created[" + webhook.id() + "]";
        }
    }

    /** Who may not write webhooks there must not find out what our network answers to; so the host is looked up last. */
    public Created create(WebhookDraft draft, Caller caller, Findings findings) {
        Scope scope = scope(draft, caller, findings);
        if (caller.reach(Action.MANAGE_WEBHOOKS).isNowhere()) {
            caller.requireInAll(Action.MANAGE_WEBHOOKS, scope.environments());
        }
        checks.check(draft, findings);
        findings.throwIfAny();
        caller.requireInAll(Action.MANAGE_WEBHOOKS, scope.environments());
        checks.checkReach(draft, findings);
        findings.throwIfAny();
        Instant now = ids.clock().instant();
        Webhook webhook = new Webhook(
                new WebhookId(ids.next(WebhookId.PREFIX)),
                draft.url(),
                draft.events(),
                scope,
                draft.format(),
                draft.active(),
                1,
                now,
                caller.name(),
                now);
        String made = draft.secret() == null ? ids.secret() : null;
        insert(webhook, made == null ? String.valueOf(draft.secret()) : made, caller);
        return new Created(webhook, made);
    }

    @Transactional
    void insert(Webhook webhook, String secret, Caller caller) {
        webhooks.insert(webhook, secret);
        audit.done(caller, Subjects.of(webhook), Changes.between(null, webhook));
    }

    public Page<Webhook> list(Page.Request page, Caller caller) {
        return webhooks.list(managed(caller), page);
    }

    public Webhook find(WebhookId id, Caller caller) {
        Reach reach = managed(caller);
        return webhooks.find(id)
                .filter(webhook -> reach.environments() == null
                        || webhook.scope().environments().stream().anyMatch(reach::includes))
                .orElseThrow(() -> ControlPlaneException.notFound("webhook", id));
    }

    public Webhook revise(WebhookId id, WebhookDraft draft, int expectedVersion, Caller caller, Findings findings) {
        Webhook current = find(id, caller);
        if (current.version() != expectedVersion) {
            throw ControlPlaneException.changedMeanwhile("webhook");
        }
        checks.checkScope(current.scope(), draft, findings);
        checks.check(draft, findings);
        findings.throwIfAny();
        checks.checkReach(draft, findings);
        findings.throwIfAny();
        Webhook next = new Webhook(
                id,
                draft.url(),
                draft.events(),
                current.scope(),
                draft.format(),
                draft.active(),
                current.version() + 1,
                current.createdAt(),
                current.createdBy(),
                ids.clock().instant());
        replace(current, next, draft.secret(), caller);
        return next;
    }

    @Transactional
    void replace(Webhook current, Webhook next, @Nullable String secret, Caller caller) {
        if (!webhooks.replace(next, secret)) {
            throw ControlPlaneException.changedMeanwhile("webhook");
        }
        Map<String, Change> changes = new TreeMap<>(Changes.between(current, next));
        if (secret != null) {
            changes.put("secret", new Change(Changes.MASK, Changes.MASK));
        }
        audit.done(caller, Subjects.of(next), changes);
    }

    @Transactional
    public void delete(WebhookId id, Caller caller) {
        Webhook webhook = find(id, caller);
        webhooks.delete(id);
        audit.done(caller, Subjects.of(webhook), Changes.between(webhook, null));
    }

    public Page<Delivery> deliveries(WebhookId id, Page.Request page, Caller caller) {
        return deliveries.list(find(id, caller).id(), page);
    }

    /** Tries once, now, also while the webhook is not active. */
    public Delivery test(WebhookId id, Caller caller) {
        Webhook webhook = find(id, caller);
        String secret = webhooks.secret(id)
                .orElseThrow(() -> ControlPlaneException.conflict(
                        "secret_missing", "The secret of this webhook was lost; give it one with PUT."));
        Instant now = ids.clock().instant();
        DeliveryId delivery = new DeliveryId(ids.next(DeliveryId.PREFIX));
        Delivery test = Delivery.of(
                delivery,
                webhook,
                Event.TEST,
                null,
                payload.of(new Payload.Heading(delivery, Event.TEST, webhook.format(), now), webhook),
                now);
        Receivers.Answer answer =
                receivers.send(new Receivers.Message(delivery, Event.TEST, webhook.url(), secret, test.body()));
        long millis = Duration.between(now, ids.clock().instant()).toMillis();
        Delivery tried = test.after(new Delivery.Attempt(now, millis, answer.status(), answer.error()), null);
        insert(tried, webhook, caller);
        return tried;
    }

    @Transactional
    void insert(Delivery tried, Webhook webhook, Caller caller) {
        deliveries.insert(tried);
        audit.done(caller, Subjects.of(webhook), Map.of());
    }

    /** Their URLs are secrets, so they are not for everybody to see: lower roles are refused whatever they ask for. */
    private static Reach managed(Caller caller) {
        return caller.requireReach(Action.MANAGE_WEBHOOKS);
    }

    private Scope scope(WebhookDraft draft, Caller caller, Findings findings) {
        Reach seen = caller.reach(Action.SEE);
        if (draft.loadTest() != null) {
            Optional<LoadTest> loadTest = LoadTestId.parse(draft.loadTest())
                    .flatMap(loadTests::find)
                    .filter(found -> seen.includes(found.environment()));
            if (loadTest.isEmpty()) {
                findings.error(
                        "/load_test_id",
                        "unknown_load_test",
                        "there is no load test \"%s\"".formatted(draft.loadTest()));
            }
            return loadTest.map(found -> new Scope(found.environment(), found.id()))
                    .orElse(new Scope(null, null));
        }
        if (draft.environment() != null
                && environments.choose(draft.environment(), seen).isEmpty()) {
            findings.error(
                    "/environment",
                    "unknown_environment",
                    "there is no environment \"%s\"".formatted(draft.environment()));
        }
        return new Scope(draft.environment(), null);
    }
}
