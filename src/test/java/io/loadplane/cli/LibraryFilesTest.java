package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryFilesTest {

    @TempDir
    private Path folder;

    @Test
    void texts_go_as_they_are_and_all_else_in_base64() throws IOException {
        write("helpers.py", "PATH = '/ä'".getBytes(StandardCharsets.UTF_8));
        write("data/deep/blob.bin", new byte[] {0, -1, 10});
        write("zero.txt", new byte[] {'a', 0});
        write("__pycache__/helpers.pyc", new byte[] {1});
        write(".git/config", new byte[] {1});
        write("data/.env", "SECRET=1".getBytes(StandardCharsets.UTF_8));

        LibraryFiles files = LibraryFiles.read(folder);

        assertThat(files.texts()).containsOnlyKeys("helpers.py").containsEntry("helpers.py", "PATH = '/ä'");
        assertThat(files.base64())
                .containsOnlyKeys("data/deep/blob.bin", "zero.txt")
                .containsEntry("zero.txt", "YQA=");
    }

    @Test
    void what_is_too_large_is_named_before_it_is_read() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("users.csv").toFile(), "rw")) {
            file.setLength(20_000_000_000L);
        }

        assertThatThrownBy(() -> LibraryFiles.read(folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("10 MB is the most; the largest: users.csv (20000.0 MB)");
    }

    @Test
    void a_folder_that_is_none_is_named() {
        assertThatThrownBy(() -> LibraryFiles.read(folder.resolve("missing")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--lib must be a folder")
                .hasMessageContaining("missing");
    }

    @Test
    void links_are_followed_within_the_folder() throws IOException {
        write("data/users.csv", "name".getBytes(StandardCharsets.UTF_8));
        Files.createSymbolicLink(folder.resolve("more"), Path.of("data"));

        assertThat(LibraryFiles.read(folder).texts()).containsOnlyKeys("data/users.csv", "more/users.csv");
    }

    @ParameterizedTest
    @CsvSource({
        "../other, leads out of",
        "../other/users.csv, leads out of",
        "., leads back to",
        "missing, leads nowhere"
    })
    void links_that_lead_elsewhere_are_named(Path to, String finding) throws IOException {
        write("other/users.csv", new byte[] {'1'});
        write("library/helpers.py", new byte[] {'1'});
        Files.createSymbolicLink(folder.resolve("library/link"), to);

        assertThatThrownBy(() -> LibraryFiles.read(folder.resolve("library")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("library/link " + finding);
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
