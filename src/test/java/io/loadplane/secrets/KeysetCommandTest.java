package io.loadplane.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.SealingKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Keys come and go by commands, because their users have nothing else. */
class KeysetCommandTest {

    private static final byte[] OWNER = "owner".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path home;

    private Path file;
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void createKeyset() throws IOException, GeneralSecurityException {
        file = home.resolve("keyset.json");
        Files.writeString(file, Keyset.generate().json());
    }

    @Test
    void rotate_adds_a_key_that_seals_beside_those_that_open() throws Exception {
        Keyset before = keyset();
        byte[] sealed = before.aead().encrypt(new byte[] {1, 2, 3}, OWNER);

        int exit = call("rotate");

        assertThat(exit).isZero();
        assertThat(keyset().keys()).hasSize(2);
        assertThat(keyset().keys().getFirst().id()).isEqualTo(before.primary().id());
        assertThat(keyset().keys().getLast().primary()).isTrue();
        assertThat(keyset().aead().decrypt(sealed, OWNER)).containsExactly(1, 2, 3);
        assertThat(Files.readString(home.resolve("keyset.json.before")).strip())
                .isEqualTo(before.json().strip());
        for (String name : List.of("keyset.json", "keyset.json.before")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_key_that_was_added_first_seals_only_after_rotate() throws Exception {
        SealingKey old = keyset().primary();

        call("add");
        SealingKey afterAdd = keyset().primary();
        call("rotate");

        assertThat(afterAdd).isEqualTo(old);
        assertThat(keyset().keys()).hasSize(2);
        assertThat(keyset().primary()).isEqualTo(keyset().keys().getLast());
    }

    @Test
    void prune_removes_what_it_is_told_and_never_the_primary_key() throws Exception {
        long old = keyset().primary().id();
        call("rotate");
        long primary = keyset().primary().id();

        assertThat(call("prune", Long.toString(primary))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(call("prune", "1")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(keyset().keys()).hasSize(2);
        assertThat(call("prune", Long.toString(old))).isZero();

        assertThat(keyset().keys()).extracting(SealingKey::id).containsExactly(primary);
    }

    @Test
    void a_key_set_of_the_environment_is_printed_and_no_file_is_touched() throws Exception {
        String setting = Files.readString(file);
        Files.delete(file);

        int exit = call(new KeysetSource(setting, file), "rotate");

        assertThat(exit).isZero();
        assertThat(Keyset.parse(said.toString()).keys()).hasSize(2);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void new_prints_a_key_set_and_list_shows_ids_alone() throws Exception {
        call("new");
        assertThat(Keyset.parse(said.toString()).keys()).hasSize(1);
        said.getBuffer().setLength(0);

        call("list");

        assertThat(said.toString().strip()).isEqualTo(keyset().primary().id() + " primary");
    }

    private int call(String... arguments) {
        return call(new KeysetSource("", file), arguments);
    }

    private int call(KeysetSource source, String... arguments) {
        CommandLine command = new CommandLine(new KeysetCommand(source));
        command.setOut(new PrintWriter(said));
        command.setErr(new PrintWriter(new StringWriter()));
        return command.execute(arguments);
    }

    private Keyset keyset() throws IOException, GeneralSecurityException {
        return Keyset.parse(Files.readString(file));
    }
}
