package io.loadplane.engine;

import io.loadplane.model.Words;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentStore;
import io.loadplane.model.retention.Kept;
import io.loadplane.model.retention.PurgeStore;
import io.loadplane.model.retention.PurgeStore.Purged;
import io.loadplane.model.retention.Retention;
import io.loadplane.model.run.RunId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what has been kept for long enough; in small pieces, and at rest half of the time, so that nobody notices. */
@Singleton
class HistoryReaper {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryReaper.class);

    private static final int ROWS_AT_ONCE = 500;
    private static final int RUNS_AT_ONCE = 100;

    /** Revisions may be as large as a request, and a load test may have many. */
    private static final int LOAD_TESTS_AT_ONCE = 20;

    /** As long as callers may repeat a call. */
    private static final Duration ANSWERS = Duration.ofHours(24);

    private final EnvironmentStore environments;
    private final PurgeStore store;
    private final RetentionSettings settings;
    private final EngineFigures figures;
    private final Clock clock;

    HistoryReaper(
            EnvironmentStore environments,
            PurgeStore store,
            RetentionSettings settings,
            EngineFigures figures,
            Clock clock) {
        this.environments = environments;
        this.store = store;
        this.settings = settings;
        this.figures = figures;
        this.clock = clock;
    }

    /**
     * One round.
     *
     * @param ending whether this process is about to end; what is left then is left to the next round
     */
    void reap(BooleanSupplier ending) {
        Instant now = clock.instant();
        for (Environment environment : environments.all()) {
            Retention retention = environment.retention().or(settings.overall());
            for (Kept what : Kept.values()) {
                retention.goesBefore(what, now).ifPresent(before -> reapRuns(what, environment.name(), before, ending));
            }
        }
        Instant yesterday = now.minus(ANSWERS);
        reapAll("idempotency_keys", ROWS_AT_ONCE, () -> store.purgeAnswers(yesterday, ROWS_AT_ONCE), ending);
        Duration deliveries = settings.deliveries();
        if (deliveries.isPositive()) {
            Instant before = now.minus(deliveries);
            reapAll("deliveries", ROWS_AT_ONCE, () -> store.purgeDeliveries(before, ROWS_AT_ONCE), ending);
        }
        if (!settings.audit().isZero()) {
            Instant before = now.minus(settings.audit());
            reapAll("audit", ROWS_AT_ONCE, () -> store.purgeAudit(before, ROWS_AT_ONCE), ending);
        }
        reapAll("load_tests", LOAD_TESTS_AT_ONCE, () -> store.purgeLoadTests(yesterday, LOAD_TESTS_AT_ONCE), ending);
    }

    /** Ends also when no run could be worked on, so that nobody turns round and round. */
    private void reapRuns(Kept what, String environment, Instant before, BooleanSupplier ending) {
        boolean more = true;
        while (more) {
            List<RunId> runs = store.runsWith(what, environment, before, RUNS_AT_ONCE);
            boolean any = false;
            for (RunId run : runs) {
                any |= reapRun(what, run, ending);
            }
            more = any && runs.size() == RUNS_AT_ONCE;
        }
    }

    private boolean reapRun(Kept what, RunId run, BooleanSupplier ending) {
        try {
            while (!ending.getAsBoolean()) {
                long begun = System.nanoTime();
                Purged purged = store.purge(what, run, ROWS_AT_ONCE);
                figures.purged(Words.of(what), purged.rows());
                rest(begun);
                if (purged.done() || purged.rows() == 0) {
                    return purged.done();
                }
            }
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("run", run).setCause(e).log("what is too old of it cannot be removed");
        }
        return false;
    }

    private void reapAll(String what, int atOnce, IntSupplier purge, BooleanSupplier ending) {
        int removed = atOnce;
        while (removed == atOnce && !ending.getAsBoolean()) {
            long begun = System.nanoTime();
            removed = purge.getAsInt();
            figures.purged(what, removed);
            rest(begun);
        }
    }

    private static void rest(long begun) {
        try {
            TimeUnit.NANOSECONDS.sleep(System.nanoTime() - begun);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
