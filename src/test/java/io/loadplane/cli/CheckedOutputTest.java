package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedOutputTest {

    @ParameterizedTest
    @CsvSource({"No space left on device, No space left on device", "Broken pipe,"})
    void what_could_not_be_written_is_trouble_unless_nobody_reads_any_more(String failure, String trouble) {
        CheckedOutput output = new CheckedOutput(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(failure);
            }
        });

        new PrintWriter(output, true).println("anything");

        assertThat(output.trouble().orElse(null)).isEqualTo(trouble);
    }

    @Test
    void what_was_written_is_none() {
        CheckedOutput output = new CheckedOutput(OutputStream.nullOutputStream());

        new PrintWriter(output, true).println("anything");

        assertThat(output.trouble()).isEmpty();
    }
}
