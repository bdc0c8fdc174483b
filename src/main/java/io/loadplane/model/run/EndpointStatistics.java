package io.loadplane.model.run;

import java.util.Map;
import java.util.TreeMap;

/**
 * Statistics of one endpoint, or of all of them together.
 *
 * @param method empty for the total
 * @param rps requests per second, averaged over the run; failed ones count too
 * @param currentRps requests per second in the last seconds
 * @param percentiles response times in ms by name, {@code p50} to {@code p99.99}, by Locust's own rule; empty when there
 *     are no times
 * @param currentPercentiles {@code p50}, {@code p95} and {@code p99} of about the last ten seconds; empty when there was no
 *     request in them, and in what earlier releases stored
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
        Map<String, Double> currentPercentiles,
        Map<String, Long> histogram) {

    /** What is not there in what was stored comes as null. */
    public EndpointStatistics {
        currentPercentiles = currentPercentiles == null ? Map.of() : Map.copyOf(currentPercentiles);
    }

    /** As people name it, such as {@code GET /cart}. */
    public String label() {
        return method.isEmpty() ? name : method + " " + name;
    }

    public double failureRatio() {
        return requests == 0 ? 0 : (double) failures / requests;
    }

    public double percentile(String name) {
        return percentiles.getOrDefault(name, 0.0);
    }

    public Histogram times() {
        return Histogram.of(histogram);
    }

    /**
     * What came after an earlier moment of the same run. Times are exact within Locust's rounding; an endpoint whose
     * histograms are not known has none.
     *
     * @param seconds between the two moments
     */
    public EndpointStatistics since(EndpointStatistics earlier, double seconds) {
        Histogram all = times();
        Histogram before = earlier.times();
        Histogram later = all.minus(before);
        long newRequests = Math.max(0, requests - earlier.requests);
        long newFailures = Math.max(0, failures - earlier.failures);
        double spent = avg * all.count() - earlier.avg * before.count();
        double rate = seconds <= 0 ? 0 : newRequests / seconds;
        double failureRate = seconds <= 0 ? 0 : newFailures / seconds;
        Map<String, Double> shares = new TreeMap<>();
        if (!later.isEmpty()) {
            percentiles.keySet().forEach(name -> shares.put(name, later.percentile(share(name))));
        }
        return new EndpointStatistics(
                method,
                name,
                newRequests,
                newFailures,
                later.isEmpty() ? 0 : Math.max(0, spent / later.count()),
                later.percentile(0.5),
                later.min(),
                later.max(),
                rate,
                failureRate,
                rate,
                failureRate,
                Math.max(0, bytes - earlier.bytes),
                shares,
                Map.of(),
                later.toMap());
    }

    EndpointStatistics withoutHistogram() {
        return new EndpointStatistics(
                method,
                name,
                requests,
                failures,
                avg,
                median,
                min,
                max,
                rps,
                failuresPerSecond,
                currentRps,
                currentFailuresPerSecond,
                bytes,
                percentiles,
                currentPercentiles,
                Map.of());
    }

    /** Nothing measured yet. */
    EndpointStatistics before() {
        return new EndpointStatistics(method, name, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of());
    }

    private static double share(String percentile) {
        try {
            return Double.parseDouble(percentile.substring(1)) / 100;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return 0;
        }
    }
}
