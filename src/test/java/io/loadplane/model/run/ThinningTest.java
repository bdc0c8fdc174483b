package io.loadplane.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
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
            assertThat(thin).isSortedAccordingTo(Comparator.comparingInt(points::indexOf));
            assertThat(List.of(thin.getFirst(), thin.getLast()))
                    .isEqualTo(List.of(points.getFirst(), points.getLast()));
            // As many intervals as are always possible; with fewer, larger ones a peak of a part could get lost.
            int intervals = Math.max(1, (most - 2) / (2 * FIGURES.size()));
            for (ToDoubleFunction<double[]> figure : FIGURES) {
                assertThat(thin.stream()
                                .mapToDouble(figure)
                                .filter(value -> !Double.isNaN(value))
                                .max())
                        .isEqualTo(points.stream()
                                .mapToDouble(figure)
                                .filter(value -> !Double.isNaN(value))
                                .max());
                assertThat(thin.stream()
                                .mapToDouble(figure)
                                .filter(value -> !Double.isNaN(value))
                                .min())
                        .isEqualTo(points.stream()
                                .mapToDouble(figure)
                                .filter(value -> !Double.isNaN(value))
                                .min());
            }
            assertThat(gaps(points, thin))
                    .as("seed %d: no two spikes of one figure are that close", seed)
                    .allMatch(gap -> gap <= 2 * Math.ceilDiv(points.size(), intervals));
        }
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

    private static List<Integer> gaps(List<double[]> points, List<double[]> thin) {
        List<Integer> at = thin.stream().map(points::indexOf).toList();
        return IntStream.range(1, at.size())
                .mapToObj(i -> at.get(i) - at.get(i - 1))
                .toList();
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
