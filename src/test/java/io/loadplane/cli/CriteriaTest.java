package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriteriaTest {

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
        Map<String, Object> fields = read(text);

        assertThat(fields.get("metric")).isEqualTo(metric);
        assertThat(fields.get("endpoint")).isEqualTo(endpoint);
        assertThat(fields.get("op")).isEqualTo(operator);
        assertThat(String.valueOf(fields.get("value"))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                    | \"\" must be a metric in small letters",
                "P95 < 300             | \"P95\" must be a metric in small letters",
                "{GET /} p95 < 3       | \"\" must be a metric in small letters",
                "p95                   | after the metric, <, <=, > or >= and a number must follow",
                "p95 300               | after the metric, <, <=, > or >= and a number must follow",
                "p95 after 3s          | after the metric, <, <=, > or >= and a number must follow",
                "p95 = 300             | \"=\" must be <, <=, > or >=",
                "p95 => 3              | \"=>\" must be <, <=, > or >=",
                "p95 < fast            | \"fast\" must be a number",
                "p95 <                 | \"\" must be a number",
                "p95 < .01             | \".01\" must be a number",
                "p95 < 1e3             | \"1e3\" must be a number",
                "p95 < 300 or          | \"or \" must be \"or stop\"",
                "p95 < 300 or else     | \"or else\" must be \"or stop\"",
                "p95 < 300 or stop over x | \"x\" is not a duration",
                "p95 < 300 after       | one time must follow \"after\"",
                "p95 < 300 apples      | \"apples\" cannot be the unit of p95; possible: ms or s",
                "p95 < 1m              | \"m\" cannot be the unit of p95; possible: ms or s",
                "p95 < 300%            | \"%\" cannot be the unit of p95; possible: ms or s",
                "rps > 5s              | \"s\" cannot be the unit of rps; possible: none",
                "failure_ratio < 5 ms  | \"ms\" cannot be the unit of failure_ratio; possible: %",
                "p95{GET / < 3         | the } after the endpoint is missing",
                "p95 baseline 10%      | \"baseline\" takes a percentage with its sign"
            })
    void the_part_that_is_not_understood_is_named(String text, String finding) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("\"%s\" is no criterion: ", text)
                .hasMessageContaining(finding);
    }

    @Test
    void all_that_are_wrong_are_named_at_once() {
        assertThatThrownBy(() -> Criteria.read(List.of("p95 < x", "p95 < 3", "P99 < 3")))
                .hasMessageContainingAll("\"p95 < x\"", "\n\"P99 < 3\"");
    }

    @Test
    void what_else_a_criterion_can_say_follows_it() {
        assertThat(read("p95{GET /items/*} < 300 after ramp_up or stop"))
                .containsEntry("endpoint", "GET /items/*")
                .containsEntry("after", "ramp_up")
                .containsEntry("action", "stop")
                .doesNotContainKey("window");
        assertThat(read("failure_ratio < 50% or stop over 1m30s"))
                .containsEntry("action", "stop")
                .containsEntry("window", "1m30s");
        assertThat(read("p99 baseline +10% after 30s"))
                .containsEntry("baseline", "+10%")
                .containsEntry("after", "30s")
                .doesNotContainKey("op");
    }

    private static Map<String, Object> read(String text) {
        return Criteria.read(List.of(text)).getFirst();
    }
}
