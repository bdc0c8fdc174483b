package io.loadplane.model.run;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured, up to one moment or altogether.
 *
 * @param complete whether these are the final figures and nothing is missing
 * @param endpointsCount how many there are; more than in {@code endpoints} when a script makes up names without end
 * @param shape class of the script's load shape, which then decides users and run time; null for none
 */
public record Statistics(
        boolean complete,
        Instant at,
        int users,
        int usersPeak,
        @Nullable String shape,
        EndpointStatistics total,
        List<EndpointStatistics> endpoints,
        int endpointsCount,
        List<RequestError> errors,
        List<ScriptException> exceptions,
        List<WorkerState> workers) {

    /** One kind of failed request, and how often. */
    public record RequestError(String method, String name, String error, long occurrences) {}

    /** One kind of exception in the script, and how often. */
    public record ScriptException(String message, String traceback, long occurrences) {}

    /**
     * A worker as the master sees it.
     *
     * @param loopDelayMs by how much its event loop was late at the most, in ms; null in results of agents that did not measure it
     */
    public record WorkerState(
            String id,
            String state,
            int users,
            double cpuPercent,
            long memoryBytes,
            @Nullable Double loopDelayMs) {}

    /** The same figures as what could be saved of a run that broke off. */
    public Statistics incomplete() {
        return new Statistics(
                false, at, users, usersPeak, shape, total, endpoints, endpointsCount, errors, exceptions, workers);
    }

    /** The same figures, many times smaller. */
    public Statistics withoutHistograms() {
        return new Statistics(
                complete,
                at,
                users,
                usersPeak,
                shape,
                total.withoutHistogram(),
                endpoints.stream().map(EndpointStatistics::withoutHistogram).toList(),
                endpointsCount,
                errors,
                exceptions,
                workers);
    }

    public long exceptionCount() {
        return exceptions.stream().mapToLong(ScriptException::occurrences).sum();
    }

    /** Whether some endpoints are missing, because there were too many. */
    public boolean isCut() {
        return endpointsCount > endpoints.size();
    }

    /**
     * What came after an earlier moment of the same run, by endpoint; errors and workers are as they are now.
     */
    public Statistics since(Statistics earlier) {
        double seconds = Duration.between(earlier.at, at).toMillis() / 1000.0;
        Map<String, EndpointStatistics> before = new HashMap<>();
        earlier.endpoints.forEach(endpoint -> before.put(endpoint.method() + " " + endpoint.name(), endpoint));
        List<EndpointStatistics> later = endpoints.stream()
                .map(endpoint -> endpoint.since(
                        before.getOrDefault(endpoint.method() + " " + endpoint.name(), endpoint.before()), seconds))
                .toList();
        return new Statistics(
                complete,
                at,
                users,
                usersPeak,
                shape,
                total.since(earlier.total, seconds),
                later,
                endpointsCount,
                errors,
                List.of(new ScriptException("", "", Math.max(0, exceptionCount() - earlier.exceptionCount()))),
                workers);
    }
}
