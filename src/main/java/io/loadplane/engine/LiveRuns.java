package io.loadplane.engine;

import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.Statistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Value;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the runs of this process measure just now, under the names that ContainerSolutions/locust_exporter made usual, with
 * labels that say whose it is. Off unless asked for: each endpoint of each run is ten series more.
 */
@Singleton
class LiveRuns {

    private static final int MAX_RUNS = 50;
    private static final int MAX_ENDPOINTS = 50;
    private static final int MAX_ERRORS = 20;
    private static final int MAX_LABEL = 200;

    /** Of locust_running: stopped, spawning, running. */
    private static final int RUNNING = 2;

    private final boolean enabled;
    private final Map<RunId, Live> runs = new ConcurrentHashMap<>();
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private final MeterRegistry registry;

    private record Live(Run run, Statistics statistics) {}

    LiveRuns(@Value("${loadplane.metrics.live-runs}") boolean enabled, MeterRegistry registry) {
        this.enabled = enabled;
        this.registry = registry;
    }

    void seen(Run run, Statistics statistics) {
        if (enabled) {
            runs.put(run.id(), new Live(run, statistics));
        }
    }

    /** It is over, or somebody else's. */
    void forget(RunId id) {
        runs.remove(id);
    }

    @Scheduled(fixedDelay = "2s")
    void refresh() {
        Map<String, List<MultiGauge.Row<?>>> rows = new HashMap<>();
        gauges.keySet().forEach(name -> rows.put(name, new ArrayList<>()));
        runs.values().stream()
                .sorted(Comparator.comparing(live -> live.run().id().value()))
                .limit(MAX_RUNS)
                .forEach(live -> show(live, rows));
        rows.forEach((name, values) -> gauges.computeIfAbsent(
                        name, wanted -> MultiGauge.builder(wanted).register(registry))
                .register(values, true));
    }

    private static void show(Live live, Map<String, List<MultiGauge.Row<?>>> rows) {
        Run run = live.run();
        Statistics statistics = live.statistics();
        Tags tags = Tags.of(
                "run", run.id().value(),
                "load_test", run.settings().name(),
                "environment", run.settings().environment());
        EndpointStatistics total = statistics.total();
        int missing = Math.max(0, run.workers().requested() - run.workers().connected());
        add(rows, "locust.up", tags, 1);
        add(rows, "locust.running", tags, RUNNING);
        add(rows, "locust.users", tags, statistics.users());
        add(rows, "locust.workers.count", tags, run.workers().connected());
        add(rows, "locust.workers.missing.count", tags, missing);
        add(rows, "locust.requests.fail.ratio", tags, total.failureRatio());
        add(rows, "locust.requests.current.response.time.percentile.50", tags, total.percentile("p50"));
        add(rows, "locust.requests.current.response.time.percentile.95", tags, total.percentile("p95"));
        Stream.concat(Stream.of(total), statistics.endpoints().stream().limit(MAX_ENDPOINTS))
                .forEach(endpoint -> show(endpoint, tags, rows));
        statistics.errors().stream()
                .limit(MAX_ERRORS)
                .forEach(error -> add(
                        rows,
                        "locust.errors",
                        tags.and("method", cut(error.method()), "name", cut(error.name()), "error", cut(error.error())),
                        error.occurrences()));
    }

    private static void show(EndpointStatistics endpoint, Tags run, Map<String, List<MultiGauge.Row<?>>> rows) {
        Tags tags = run.and("method", cut(endpoint.method()), "name", cut(endpoint.name()));
        add(rows, "locust.requests.num.requests", tags, endpoint.requests());
        add(rows, "locust.requests.num.failures", tags, endpoint.failures());
        add(rows, "locust.requests.avg.response.time", tags, endpoint.avg());
        add(rows, "locust.requests.median.response.time", tags, endpoint.median());
        add(rows, "locust.requests.min.response.time", tags, endpoint.min());
        add(rows, "locust.requests.max.response.time", tags, endpoint.max());
        add(rows, "locust.requests.current.rps", tags, endpoint.currentRps());
        add(rows, "locust.requests.current.fail.per.sec", tags, endpoint.currentFailuresPerSecond());
        double length = endpoint.requests() == 0 ? 0 : (double) endpoint.bytes() / endpoint.requests();
        add(rows, "locust.requests.avg.content.length", tags, length);
    }

    private static void add(Map<String, List<MultiGauge.Row<?>>> rows, String name, Tags tags, double value) {
        rows.computeIfAbsent(name, any -> new ArrayList<>()).add(MultiGauge.Row.of(tags, value));
    }

    private static String cut(String label) {
        return label.length() <= MAX_LABEL ? label : label.substring(0, MAX_LABEL);
    }
}
