package io.loadplane.model.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTest {

    @Test
    void a_byte_order_mark_is_no_part_of_a_file() {
        Source source = new Source("\ufeffprint()", Map.of("a.py", "\ufeffx = 1"), Map.of(), List.of(), "\ufeffsix");

        assertThat(source.files().get("main.py")).asString().isEqualTo("print()");
        assertThat(source.files().get("lib/a.py")).asString().isEqualTo("x = 1");
        assertThat(source.requirementLines()).isEqualTo("six");
    }
}
