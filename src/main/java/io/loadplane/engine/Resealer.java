package io.loadplane.engine;

import io.loadplane.model.SealedStore;
import io.loadplane.model.SealedStore.Secret;
import io.loadplane.model.SealingKey;
import io.loadplane.model.SecretBox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Value;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings every secret under the primary key, in small pieces, and says when older keys are no longer needed. */
@Singleton
class Resealer {

    private static final Logger LOG = LoggerFactory.getLogger(Resealer.class);
    private static final int AT_ONCE = 100;

    private final SealedStore store;
    private final SecretBox box;
    private final Duration interval;
    private final Clock clock;
    private final MultiGauge gauge;
    private volatile List<String> saidToBeFree = List.of();

    Resealer(
            SealedStore store,
            SecretBox box,
            @Value("${loadplane.secrets.reseal-interval}") Duration interval,
            MeterRegistry registry,
            Clock clock) {
        this.store = store;
        this.box = box;
        this.interval = interval;
        this.clock = clock;
        this.gauge = MultiGauge.builder("loadplane.secrets").register(registry);
    }

    Duration interval() {
        return interval;
    }

    /**
     * One round.
     *
     * @param ending whether this process is about to end; what is left then is left to the next round
     */
    void round(BooleanSupplier ending) {
        repeat("tokens of runs that are cleaned up, forgotten", () -> store.forgetTokens(AT_ONCE), ending);
        repeat("secrets that were plain, sealed", this::sealPlain, ending);
        List<String> old = olderThanPrimary();
        if (!old.isEmpty()) {
            repeat("secrets sealed anew under the primary key", () -> reseal(old), ending);
            sayWhatIsFree(old);
        }
    }

    /** What is sealed under a key after the primary one was sealed by a process that is ahead of this one. */
    private List<String> olderThanPrimary() {
        return box.keys().stream()
                .takeWhile(key -> !key.primary())
                .map(SealingKey::prefix)
                .toList();
    }

    private int sealPlain() {
        int sealed = 0;
        for (Secret plain : store.plain(clock.instant(), AT_ONCE)) {
            sealed += store.seal(plain, box.seal(plain.value(), plain.owner())) ? 1 : 0;
        }
        return sealed;
    }

    private int reseal(List<String> old) {
        int sealed = 0;
        for (Secret secret : store.sealedUnder(old, AT_ONCE)) {
            byte[] opened = box.open(secret.value(), secret.owner());
            sealed += store.replace(secret, box.seal(opened, secret.owner())) ? 1 : 0;
        }
        return sealed;
    }

    /** Ends also when nothing of a piece could be done, so that nobody turns round and round. */
    private static void repeat(String what, IntSupplier piece, BooleanSupplier ending) {
        int total = 0;
        int done = AT_ONCE;
        while (done == AT_ONCE && !ending.getAsBoolean()) {
            done = piece.getAsInt();
            total += done;
        }
        if (total > 0) {
            LOG.info("{}: {}", what, total);
        }
    }

    private void sayWhatIsFree(List<String> old) {
        Map<String, Long> counts = store.countByKey();
        List<String> free =
                old.stream().filter(prefix -> !counts.containsKey(prefix)).toList();
        if (!free.equals(saidToBeFree)) {
            free.forEach(prefix -> LOG.info(
                    "nothing is sealed under the key {0} any more; when all processes have the new key set, \"loadplane keyset prune {0}\" removes it"
                            .replace("{0}", Long.toString(SealingKey.id(prefix)))));
            saidToBeFree = free;
        }
    }

    @Scheduled(fixedDelay = "30s")
    void count() {
        try {
            Map<String, Long> counts = store.countByKey();
            gauge.register(
                    box.keys().stream()
                            .<MultiGauge.Row<?>>map(key -> MultiGauge.Row.of(
                                    Tags.of("key", Long.toString(key.id()), "primary", Boolean.toString(key.primary())),
                                    counts.getOrDefault(key.prefix(), 0L)))
                            .toList(),
                    true);
        } catch (RuntimeException e) {
            LOG.debug("secrets cannot be counted", e);
            gauge.register(List.of(), true);
        }
    }
}
