package io.loadplane.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void percentiles_follow_the_rule_of_locust() {
        Histogram histogram = Histogram.of(Map.of("10", 90L, "200", 9L, "3000", 1L));

        assertThat(histogram.count()).isEqualTo(100);
        assertThat(histogram.percentile(0.5)).isEqualTo(10);
        assertThat(histogram.percentile(0.89)).isEqualTo(10);
        assertThat(histogram.percentile(0.9)).isEqualTo(200);
        assertThat(histogram.percentile(0.98)).isEqualTo(200);
        assertThat(histogram.percentile(0.99)).isEqualTo(3000);
        assertThat(histogram.percentile(1)).isEqualTo(3000);
    }

    @Test
    void what_came_later_is_the_difference() {
        Histogram before = Histogram.of(Map.of("10", 5L, "50", 2L));

        Histogram later = Histogram.of(Map.of("10", 5L, "50", 3L, "70", 4L)).minus(before);

        assertThat(later.counts()).isEqualTo(Map.of(50.0, 1L, 70.0, 4L));
        assertThat(later.min()).isEqualTo(50);
        assertThat(later.max()).isEqualTo(70);
    }

    @Test
    void what_a_script_invents_is_left_out() {
        Histogram histogram = Histogram.of(Map.of("fast", 3L, "NaN", 1L, "5", -2L, "7.0", 1L));

        assertThat(histogram.counts()).isEqualTo(Map.of(7.0, 1L));
    }

    @Test
    void nothing_measured_is_nothing() {
        assertThat(Histogram.of(Map.of()).percentile(0.95)).isZero();
        assertThat(Histogram.of(Map.of()).isEmpty()).isTrue();
    }
}
