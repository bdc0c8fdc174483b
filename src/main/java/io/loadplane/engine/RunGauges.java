package io.loadplane.engine;

import io.loadplane.model.Words;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.RunStore.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many runs are where, counted over all replicas every ten seconds; gone while they cannot be counted. */
@Singleton
class RunGauges {

    private static final Logger LOG = LoggerFactory.getLogger(RunGauges.class);
    private static final List<RunStatus> ACTIVE =
            Stream.of(RunStatus.values()).filter(status -> !status.isTerminal()).toList();

    private final RunStore runs;
    private final Clock clock;
    private final MultiGauge count;
    private final MultiGauge oldestQueued;

    RunGauges(RunStore runs, Clock clock, MeterRegistry registry) {
        this.runs = runs;
        this.clock = clock;
        this.count = MultiGauge.builder("loadplane.runs").register(registry);
        this.oldestQueued =
                MultiGauge.builder("loadplane.queue.oldest").baseUnit("seconds").register(registry);
    }

    @Scheduled(fixedDelay = "10s")
    void refresh() {
        try {
            show(runs.tally());
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("runs cannot be counted");
            show(List.of());
        }
    }

    private void show(List<Tally> tallies) {
        Map<String, Map<RunStatus, Tally>> byEnvironment = new TreeMap<>();
        tallies.forEach(tally -> byEnvironment
                .computeIfAbsent(tally.environment(), name -> new TreeMap<>())
                .put(tally.status(), tally));
        List<MultiGauge.Row<?>> counts = new ArrayList<>();
        List<MultiGauge.Row<?>> ages = new ArrayList<>();
        byEnvironment.forEach((environment, byStatus) -> {
            Tags tags = Tags.of("environment", environment);
            for (RunStatus status : ACTIVE) {
                Tally tally = byStatus.get(status);
                counts.add(MultiGauge.Row.of(tags.and("status", Words.of(status)), tally == null ? 0 : tally.runs()));
            }
            Tally queued = byStatus.get(RunStatus.QUEUED);
            ages.add(MultiGauge.Row.of(tags, queued == null || queued.runs() == 0 ? 0 : age(queued.oldest())));
        });
        count.register(counts, true);
        oldestQueued.register(ages, true);
    }

    private double age(Instant since) {
        return Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }
}
