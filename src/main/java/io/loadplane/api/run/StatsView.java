package io.loadplane.api.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured: the result, or before the end what it measured up to ten seconds ago, and the newest totals.
 *
 * @param complete whether this is the complete result
 * @param at the moment of these figures
 * @param users simulated users at that moment
 * @param usersPeak most users at one time
 * @param newest totals of the newest sample, which is younger than the endpoints while a run is on; null in a result
 * @param total over all endpoints
 * @param endpoints by name and method; at most 2000
 * @param endpointsCount how many there are altogether
 * @param errors kinds of failed requests
 * @param exceptions kinds of exceptions in the script
 * @param workers as the master last saw them
 */
@Serdeable
@Schema(name = "Stats")
public record StatsView(
        @JsonProperty("final") @Schema(name = "final") boolean complete,
        Instant at,
        int users,
        int usersPeak,
        SeriesView.@Nullable PointView newest,
        EndpointView total,
        List<EndpointView> endpoints,
        int endpointsCount,
        List<ErrorView> errors,
        List<ExceptionView> exceptions,
        List<WorkerView> workers) {

    /**
     * Statistics of one endpoint. Times in ms, rates per second averaged over the run.
     *
     * @param method such as GET; empty for the total
     * @param name of the endpoint
     * @param requests all of them
     * @param failures failed ones among them
     * @param failureRatio failures / requests, from 0 to 1
     * @param rps requests per second
     * @param failuresPerSecond failed requests per second
     * @param avg average response time
     * @param median median response time
     * @param min shortest response time
     * @param max longest response time
     * @param bytes size of all responses
     * @param percentiles response times by name, p50 to p99.99, rounded as Locust rounds them
     */
    @Serdeable
    @Schema(name = "EndpointStats")
    public record EndpointView(
            @Schema(example = "GET") String method,
            @Schema(example = "/cart") String name,
            long requests,
            long failures,
            double failureRatio,
            double rps,
            double failuresPerSecond,
            double avg,
            double median,
            double min,
            double max,
            long bytes,
            @Schema(example = "{\"p50\": 8, \"p95\": 27}") Map<String, Double> percentiles) {

        static EndpointView of(EndpointStatistics endpoint) {
            return new EndpointView(
                    endpoint.method(),
                    endpoint.name(),
                    endpoint.requests(),
                    endpoint.failures(),
                    endpoint.failureRatio(),
                    endpoint.rps(),
                    endpoint.failuresPerSecond(),
                    endpoint.avg(),
                    endpoint.median(),
                    endpoint.min(),
                    endpoint.max(),
                    endpoint.bytes(),
                    new TreeMap<>(endpoint.percentiles()));
        }
    }

    /**
     * One kind of failed request.
     *
     * @param method of the request
     * @param name of the endpoint
     * @param error what Locust says
     * @param occurrences how often
     */
    @Serdeable
    @Schema(name = "RequestError")
    public record ErrorView(String method, String name, String error, long occurrences) {}

    /**
     * One kind of exception in the script.
     *
     * @param message of the exception
     * @param traceback where it was raised
     * @param occurrences how often
     */
    @Serdeable
    @Schema(name = "ScriptException")
    public record ExceptionView(String message, String traceback, long occurrences) {}

    /**
     * A worker as the master sees it.
     *
     * @param id that Locust gave it
     * @param state such as running or missing
     * @param users how many it simulates
     * @param cpuPercent of one core
     * @param memoryBytes resident
     * @param loopDelayMs by how much its event loop was late at the most while the load was on, in ms; all its users
     *     waited meanwhile. Null in results of versions that did not measure it
     */
    @Serdeable
    @Schema(name = "WorkerStats")
    public record WorkerView(
            String id,
            String state,
            int users,
            double cpuPercent,
            long memoryBytes,
            @Nullable Double loopDelayMs) {

        static WorkerView of(Statistics.WorkerState worker) {
            return new WorkerView(
                    worker.id(),
                    worker.state(),
                    worker.users(),
                    worker.cpuPercent(),
                    worker.memoryBytes(),
                    worker.loopDelayMs());
        }
    }

    public static StatsView of(Statistics statistics, @Nullable Sample newest) {
        return new StatsView(
                statistics.complete(),
                statistics.at(),
                statistics.users(),
                statistics.usersPeak(),
                newest == null ? null : SeriesView.PointView.of(newest),
                EndpointView.of(statistics.total()),
                statistics.endpoints().stream().map(EndpointView::of).toList(),
                statistics.endpointsCount(),
                statistics.errors().stream()
                        .map(error -> new ErrorView(error.method(), error.name(), error.error(), error.occurrences()))
                        .toList(),
                statistics.exceptions().stream()
                        .map(e -> new ExceptionView(e.message(), e.traceback(), e.occurrences()))
                        .toList(),
                statistics.workers().stream().map(WorkerView::of).toList());
    }
}
