package io.loadplane.api.audit;

import io.loadplane.model.Ids;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.AuditEntry;
import io.loadplane.model.audit.AuditEntry.Refusal;
import io.loadplane.model.audit.AuditEntry.Subject;
import io.loadplane.model.audit.AuditEntry.Who;
import io.loadplane.model.audit.AuditId;
import io.loadplane.model.audit.AuditStore;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refusals down, after the answer and whether it works or not. The first of its kind is written at once; what is
 * the same within a minute is counted and summed up in one more entry, so that nobody fills the disk by being refused.
 */
@Singleton
class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    static final Duration SUMMED_UP = Duration.ofMinutes(1);

    /** Kinds of refusals that are told apart within a minute: of one caller at one address, and of all. */
    static final int KINDS_OF_ONE = 30;

    static final int KINDS = 500;

    private static final String SEVERAL = "several";

    private final AuditStore entries;
    private final Ids ids;
    private final Executor background;
    private final Map<Attempt, Count> counts = new LinkedHashMap<>();

    RefusalLog(AuditStore entries, Ids ids, @Named(TaskExecutors.BLOCKING) Executor background) {
        this.entries = entries;
        this.ids = ids;
        this.background = background;
    }

    /** What somebody tried, and why in vain. */
    record Attempt(Who caller, String action, Subject subject, Refusal refusal) {

        private boolean isOf(Who other) {
            return caller.equals(other);
        }

        private Attempt whatever() {
            return new Attempt(caller, SEVERAL, new Subject(SEVERAL, null, null, List.of()), refusal);
        }

        private Attempt whoever() {
            Who anybody = new Who(Caller.Kind.NOBODY, SEVERAL, SEVERAL, SEVERAL);
            return new Attempt(anybody, SEVERAL, whatever().subject(), refusal);
        }
    }

    /** Since when a kind is counted, and what was not written yet. */
    private static final class Count {

        private final Instant since;
        private Instant last;
        private int unwritten;

        Count(Instant now) {
            this.since = now;
            this.last = now;
        }
    }

    void note(Attempt attempt) {
        Instant now = ids.clock().instant();
        Attempt kind = count(attempt, now);
        if (kind != null) {
            background.execute(() -> write(kind, now, 1));
        }
    }

    /** Sums up what began more than a minute ago. */
    @Scheduled(fixedDelay = "10s")
    void sumUp() {
        sumUp(ids.clock().instant().minus(SUMMED_UP));
    }

    @EventListener
    void sumUpAll(ShutdownEvent event) {
        sumUp(Instant.MAX);
    }

    private void sumUp(Instant begunBefore) {
        take(begunBefore).forEach((kind, count) -> {
            if (count.unwritten > 0) {
                write(kind, count.last, count.unwritten);
            }
        });
    }

    private synchronized Map<Attempt, Count> take(Instant begunBefore) {
        Map<Attempt, Count> taken = new LinkedHashMap<>();
        for (Attempt kind : new ArrayList<>(counts.keySet())) {
            Count count = counts.get(kind);
            if (count != null && count.since.isBefore(begunBefore)) {
                taken.put(kind, count);
                counts.remove(kind);
            }
        }
        return taken;
    }

    /** The kind to write now; null when it was only counted. */
    private synchronized @Nullable Attempt count(Attempt attempt, Instant now) {
        Attempt kind = kindOf(attempt);
        Count count = counts.get(kind);
        if (count == null) {
            counts.put(kind, new Count(now));
            return kind;
        }
        count.last = now;
        count.unwritten++;
        return null;
    }

    private Attempt kindOf(Attempt attempt) {
        if (counts.containsKey(attempt)) {
            return attempt;
        }
        long ofOne = counts.keySet().stream()
                .filter(kind -> kind.isOf(attempt.caller()))
                .count();
        Attempt kind = ofOne < KINDS_OF_ONE ? attempt : attempt.whatever();
        return counts.containsKey(kind) || counts.size() < KINDS ? kind : attempt.whoever();
    }

    private void write(Attempt kind, Instant at, int times) {
        try {
            String object = kind.subject().id();
            Subject subject = kind.subject();
            if (object != null) {
                subject = new Subject(subject.kind(), object, null, entries.environmentsOf(object));
            }
            entries.append(new AuditEntry(
                    new AuditId(ids.next(AuditId.PREFIX)),
                    at,
                    kind.caller(),
                    kind.action(),
                    subject,
                    kind.refusal(),
                    times,
                    Map.of()));
        } catch (RuntimeException e) {
            LOG.warn("a refusal of {} cannot be written down: {}", kind.action(), e.getMessage());
        }
    }
}
