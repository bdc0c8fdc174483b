package io.loadplane.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {

    private static final List<ToDoubleFunction<double[]>> FIGURES =
            List.of(point -> point[0], point -> point[1], point -> point[2]);

    @Test
    void every_peak_stays_however_the_series_looks_and_however_few_points_are_wanted() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<double[]> points = spiky(random, random.nextInt(1, 3000));
            int most = random.nextInt(Thinning.fewest(FIGURES), 400);

            List<double[]> thin = Thinning.thin(points, FIGURES, most);

            assertThat(thin).as("seed %d", seed).hasSizeLessThanOrEqualTo(most).isSubsetOf(points);
            assertThat(thin).isEqualTo(points.stream().filter(thin::contains).toList());
            assertThat(List.of(thin.getFirst(), thin.getLast()))
                    .isEqualTo(List.of(points.getFirst(), points.getLast()));
            assertThat(spikes(points, Math.ceilDiv(points.size(), leastIntervals(most))))
                    .as("seed %d", seed)
                    .isSubsetOf(thin);
        }
    }

    private static int leastIntervals(int most) {
        return Math.max(1, (most - 2) / (2 * FIGURES.size()));
    }

    /** Points that are above or below all others within that distance, by one of the figures. */
    private static List<double[]> spikes(List<double[]> points, int distance) {
        return IntStream.range(0, points.size())
                .filter(i -> points.get(i)[1] != 5 || points.get(i)[2] > 950)
                .filter(i -> FIGURES.stream().anyMatch(figure -> isSpike(points, i, distance, figure)))
                .mapToObj(points::get)
                .toList();
    }

    private static boolean isSpike(List<double[]> points, int at, int distance, ToDoubleFunction<double[]> figure) {
        double value = figure.applyAsDouble(points.get(at));
        List<Double> others = IntStream.range(Math.max(0, at - distance), Math.min(points.size(), at + distance + 1))
                .filter(i -> i != at)
                .mapToDouble(i -> figure.applyAsDouble(points.get(i)))
                .filter(other -> !Double.isNaN(other))
                .boxed()
                .toList();
        return !Double.isNaN(value)
                && (others.stream().allMatch(other -> value > other)
                        || others.stream().allMatch(other -> value < other));
    }

    @Test
    void spikes_far_enough_from_each_other_are_all_there() {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            points.add(new double[] {i % 1000 == 500 ? 900 : 10, i % 1000 == 700 ? -5 : 1, 3});
        }

        List<double[]> thin = Thinning.thin(points, FIGURES, 200);

        assertThat(thin).hasSizeLessThanOrEqualTo(200);
        assertThat(thin.stream().filter(point -> point[0] == 900)).hasSize(20);
        assertThat(thin.stream().filter(point -> point[1] == -5)).hasSize(20);
    }

    @Test
    void what_is_short_enough_is_left_as_it_is() {
        List<double[]> points = spiky(new Random(1), 100);

        assertThat(Thinning.thin(points, FIGURES, 100)).isSameAs(points);
    }

    /** A noisy figure, one that is flat but for some spikes, and one that is often missing. */
    private static List<double[]> spiky(Random random, int count) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new double[] {
                random.nextGaussian(),
                random.nextInt(100) == 0 ? random.nextInt(-1000, 1000) : 5,
                random.nextInt(3) == 0 ? random.nextInt(1000) : Double.NaN
            });
        }
        return points;
    }
}
