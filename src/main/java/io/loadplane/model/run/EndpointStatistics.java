package io.loadplane.model.run;

import java.util.Map;

/**
 * Statistics of one endpoint, or of all of them together.
 *
 * @param method empty for the total
 * @param rps requests per second, averaged over the run; failed ones count too
 * @param currentRps requests per second in the last seconds
 * @param percentiles response times in ms by name, {@code p50} to {@code p99.99}, by Locust's own rule
 * @param histogram how many requests took how many ms (rounded as Locust does); empty before the end
 */
public record EndpointStatistics(
        String method,
        String name,
        long requests,
        long failures,
        double avg,
        double median,
        double min,
        double max,
        double rps,
        double failuresPerSecond,
        double currentRps,
        double currentFailuresPerSecond,
        long bytes,
        Map<String, Double> percentiles,
        Map<String, Long> histogram) {

    public double failureRatio() {
        return requests == 0 ? 0 : (double) failures / requests;
    }

    public double percentile(String name) {
        return percentiles.getOrDefault(name, 0.0);
    }
}
