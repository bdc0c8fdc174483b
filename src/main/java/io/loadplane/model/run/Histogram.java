package io.loadplane.model.run;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many requests took how long, in ms as Locust rounds them: to 1 ms below 100, to 10 below 1,000, to 100 below
 * 10,000, to 1,000 above. Everything derived from it is exact within that rounding, also over several workers.
 */
public final class Histogram {

    private final NavigableMap<Double, Long> counts;
    private final long count;

    private Histogram(NavigableMap<Double, Long> counts) {
        this.counts = counts;
        this.count = counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What is no time, or no number of requests, is left out: scripts can write into it. */
    public static Histogram of(Map<String, Long> histogram) {
        NavigableMap<Double, Long> counts = new TreeMap<>();
        histogram.forEach((time, requests) -> {
            double millis = millis(time);
            if (Double.isFinite(millis) && requests > 0) {
                counts.merge(millis, requests, Long::sum);
            }
        });
        return new Histogram(counts);
    }

    private static double millis(String time) {
        try {
            return Double.parseDouble(time);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Requests whose time is known. */
    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /**
     * The time within which a share of the requests was answered, by Locust's own rule.
     *
     * @param share from 0 to 1
     * @return in ms; 0 when there was no request
     */
    public double percentile(double share) {
        long allowed = (long) (count * share);
        long above = 0;
        for (Map.Entry<Double, Long> bucket : counts.descendingMap().entrySet()) {
            above += bucket.getValue();
            if (count - above <= allowed) {
                return bucket.getKey();
            }
        }
        return 0;
    }

    public double min() {
        return isEmpty() ? 0 : counts.firstKey();
    }

    public double max() {
        return isEmpty() ? 0 : counts.lastKey();
    }

    /** What came after an earlier moment of the same run. */
    public Histogram minus(Histogram earlier) {
        NavigableMap<Double, Long> later = new TreeMap<>();
        counts.forEach((time, requests) -> {
            long left = requests - earlier.counts.getOrDefault(time, 0L);
            if (left > 0) {
                later.put(time, left);
            }
        });
        return new Histogram(later);
    }

    /** By time in ms, ascending. */
    public NavigableMap<Double, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** As it is kept. */
    Map<String, Long> toMap() {
        Map<String, Long> texts = new TreeMap<>();
        counts.forEach((time, requests) -> texts.put(Double.toString(time), requests));
        return texts;
    }
}
