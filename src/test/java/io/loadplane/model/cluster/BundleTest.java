package io.loadplane.model.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.loadtest.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class BundleTest {

    @Test
    void a_tar_reader_finds_every_file_as_it_was() throws IOException {
        String deep = "folder/".repeat(20) + "ünïcode.py";
        byte[] binary = {0, 1, -1, 127, -128};
        Source source = new Source(
                "print(1)\n",
                Map.of(deep, "x = 1", "empty.txt", "", "exactly512", "a".repeat(512)),
                Map.of("data/logo.png", Base64.getEncoder().encodeToString(binary)),
                List.of(),
                null);

        Map<String, byte[]> read = read(Bundle.of(source));

        assertThat(read.keySet())
                .containsExactlyInAnyOrder(
                        "main.py", "lib/" + deep, "lib/empty.txt", "lib/exactly512", "lib/data/logo.png");
        assertThat(read.get("lib/data/logo.png")).isEqualTo(binary);
        assertThat(new String(read.get("main.py"))).isEqualTo("print(1)\n");
        assertThat(read.get("lib/exactly512")).hasSize(512);
    }

    @Test
    void the_same_files_give_the_same_bytes() {
        Source source = new Source("a", Map.of("x.py", "1", "y.py", "2"), Map.of(), List.of(), null);

        assertThat(Bundle.of(source)).isEqualTo(Bundle.of(source));
    }

    private static Map<String, byte[]> read(byte[] bundle) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(bundle)), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
        return files;
    }
}
