package io.loadplane.model.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Leaves points out of a series without losing a peak. The series is cut into intervals of equally many points, as many as
 * possible; of each interval and figure the points with the smallest and the largest value stay, as they are, and so do the
 * first and the last point of all.
 */
public final class Thinning {

    private Thinning() {}

    /** The least that a series can be thinned to without losing peaks. */
    public static int fewest(List<?> figures) {
        return 2 * figures.size() + 2;
    }

    /**
     * At most that many of the points, in order.
     *
     * @param figures whose peaks stay; not a number where there is none
     * @throws IllegalArgumentException for less than {@link #fewest}
     */
    public static <T> List<T> thin(List<T> points, List<ToDoubleFunction<T>> figures, int most) {
        if (most < fewest(figures)) {
            throw new IllegalArgumentException(
                    "%d points cannot show the peaks of %d figures".formatted(most, figures.size()));
        }
        if (points.size() <= most) {
            return points;
        }
        // A point is often the peak of several figures, so it is tried with more intervals than are safe first.
        int intervals = Math.max(1, (most - 2) / 2);
        TreeSet<Integer> kept = peaks(points, figures, intervals);
        while (kept.size() > most) {
            int safe = Math.max(1, (most - 2) / (2 * figures.size()));
            intervals = Math.max(safe, Math.min(intervals - 1, (int) ((long) intervals * most / kept.size())));
            kept = peaks(points, figures, intervals);
        }
        return kept.stream().map(points::get).toList();
    }

    /** The last point of every interval of that length: counters only grow, so it tells all of it. */
    public static <T> List<T> lastOfEach(List<T> points, Function<T, Instant> at, Duration interval) {
        List<T> kept = new ArrayList<>();
        long previous = Long.MIN_VALUE;
        for (T point : points) {
            long current = at.apply(point).toEpochMilli() / interval.toMillis();
            if (current == previous) {
                kept.removeLast();
            }
            kept.add(point);
            previous = current;
        }
        return kept;
    }

    private static <T> TreeSet<Integer> peaks(List<T> points, List<ToDoubleFunction<T>> figures, int intervals) {
        TreeSet<Integer> kept = new TreeSet<>(List.of(0, points.size() - 1));
        for (int i = 0; i < intervals; i++) {
            int from = start(points.size(), intervals, i);
            int to = start(points.size(), intervals, i + 1);
            for (ToDoubleFunction<T> figure : figures) {
                addPeaks(points, figure, from, to, kept);
            }
        }
        return kept;
    }

    private static int start(int points, int intervals, int interval) {
        return (int) ((long) points * interval / intervals);
    }

    private static <T> void addPeaks(
            List<T> points, ToDoubleFunction<T> figure, int from, int to, TreeSet<Integer> kept) {
        int least = -1;
        int greatest = -1;
        for (int i = from; i < to; i++) {
            double value = figure.applyAsDouble(points.get(i));
            if (!Double.isNaN(value)) {
                least = least < 0 || value < figure.applyAsDouble(points.get(least)) ? i : least;
                greatest = greatest < 0 || value > figure.applyAsDouble(points.get(greatest)) ? i : greatest;
            }
        }
        if (least >= 0) {
            kept.addAll(List.of(least, greatest));
        }
    }
}
