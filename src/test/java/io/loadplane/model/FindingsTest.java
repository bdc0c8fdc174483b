package io.loadplane.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private final Findings findings = new Findings();

    @Test
    void what_is_found_behind_an_element_that_was_left_out_is_told_where_it_was_written() {
        findings.error("/criteria/0/value", "wrong_type", "value must be a number");
        findings.keptOf("/criteria", List.of(1, 3));

        findings.error("/criteria/0/metric", "unknown_metric", "it is not a metric");
        findings.error("/criteria/1", "conflict", "it contradicts another");
        findings.error("/criteria", "too_many", "there are too many");

        assertThat(findings.errors())
                .extracting(Finding::pointer)
                .containsExactly("/criteria/0/value", "/criteria/1/metric", "/criteria/3", "/criteria");
    }

    @Test
    void two_things_that_are_wrong_at_one_place_are_both_told() {
        findings.error("/requirements_content", "pip_option", "line 1 is an option");
        findings.error("/requirements_content", "pip_option", "line 2 is an option");
        findings.error("/requirements_content", "pip_option", "line 2 is an option");

        assertThat(findings.errors()).hasSize(2);
    }
}
