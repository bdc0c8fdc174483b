package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class CriteriaTest {

    private final Criteria criteria = new Criteria();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p95 < 300                    | p95           | null      | <  | 300",
                "p99.9<=1.5s                  | p99.9         | null      | <= | 1500",
                "failure_ratio < 1%           | failure_ratio | null      | <  | 0.01",
                "avg{GET /cart} < 80ms        | avg           | GET /cart | <  | 80",
                "rps { POST /a{b}<c } >= 12.5 | rps           | POST /a{b}<c | >= | 12.5"
            },
            nullValues = "null")
    void a_criterion_is_read_as_it_is_written(
            String text, String metric, String endpoint, String operator, String value) {
        var fields = criteria.convert(text).fields();

        assertThat(fields.get("metric")).isEqualTo(metric);
        assertThat(fields.get("endpoint")).isEqualTo(endpoint);
        assertThat(fields.get("op")).isEqualTo(operator);
        assertThat(String.valueOf(fields.get("value"))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p95",
                "p95 300",
                "p95 = 300",
                "p95 < fast",
                "p95 < 300 apples",
                "p95 < 300%",
                "{GET /} p95 < 3"
            })
    void what_is_none_is_said_to_be_none(String text) {
        assertThatThrownBy(() -> criteria.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is no criterion");
    }

    @Test
    void what_else_a_criterion_can_say_follows_it() {
        assertThat(criteria.convert("p95{GET /items/*} < 300 after ramp_up or stop")
                        .fields())
                .containsEntry("endpoint", "GET /items/*")
                .containsEntry("after", "ramp_up")
                .containsEntry("action", "stop");
        assertThat(criteria.convert("p99 baseline +10% after 30s").fields())
                .containsEntry("baseline", "+10%")
                .containsEntry("after", "30s")
                .doesNotContainKey("op");
    }
}
