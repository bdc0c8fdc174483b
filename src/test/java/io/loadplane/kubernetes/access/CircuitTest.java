package io.loadplane.kubernetes.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Circuit circuit = new Circuit(nanos::get);
    private boolean silent = true;

    @Test
    void a_silent_server_is_no_longer_asked_by_everybody() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
        }

        assertThat(asked).hasValue(Circuit.FAILURES);
    }

    @Test
    void one_call_finds_out_whether_it_is_back() throws IOException {
        for (int i = 0; i < Circuit.FAILURES; i++) {
            assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
        }
        nanos.addAndGet(Circuit.PAUSE.toNanos());
        assertThatThrownBy(this::ask).hasMessage("silence");
        assertThatThrownBy(this::ask).hasMessageContaining("is asked again within 5 seconds");

        silent = false;
        nanos.addAndGet(Circuit.PAUSE.toNanos());

        assertThat(ask()).isEqualTo("answer");
        assertThat(ask()).isEqualTo("answer");
    }

    private String ask() throws IOException {
        return circuit.through(() -> {
            asked.incrementAndGet();
            if (silent) {
                throw new IOException("silence");
            }
            return "answer";
        });
    }
}
