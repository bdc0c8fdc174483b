package io.loadplane.model.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "500m,0.5",
        "2,2",
        "1.5,1.5",
        ".5,0.5",
        "128Mi,134217728",
        "1k,1000",
        "1e3,1000",
        "1E,1000000000000000000",
        "100n,0.0000001"
    })
    void quantities_are_read_as_kubernetes_reads_them(String text, BigDecimal value) {
        assertThat(Quantity.parse(text))
                .hasValueSatisfying(read -> assertThat(read).isEqualByComparingTo(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 Gi", "lots", "1GiB", "-1", "1.5.2", "Mi", "1mi", "0x10", "1e", "NaN"})
    void anything_else_is_none(String text) {
        assertThat(Quantity.parse(text)).isEmpty();
    }
}
