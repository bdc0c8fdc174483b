package io.loadplane.api.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocustPageTest {

    @Test
    void the_page_is_given_a_storage_before_its_own_scripts_run() {
        byte[] page = "<!doctype html><html><head><title>Prüfung</title></head></html>".getBytes(UTF_8);

        String shown = new String(LocustPage.sandboxed(page), UTF_8);

        assertThat(shown)
                .startsWith("<!doctype html><html><head><script>")
                .endsWith("</script><title>Prüfung</title></head></html>");
    }

    @Test
    void what_has_no_head_is_left_alone() {
        byte[] page = "nothing".getBytes(UTF_8);

        assertThat(LocustPage.sandboxed(page)).isEqualTo(page);
    }
}
