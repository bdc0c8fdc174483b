package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is never sent to another server than the one it was meant for. */
class AccessTest {

    @TempDir
    private Path home;

    @Test
    void options_go_before_the_environment_and_that_before_the_file() throws IOException {
        configure("server = https://file.example\ntoken = of-the-file\n");
        Map<String, String> variables =
                Map.of("LOADPLANE_SERVER", "https://variable.example/", "LOADPLANE_TOKEN", "of-the-variable");

        assertThat(find("https://option.example", "of-the-option", variables))
                .hasToString("https://option.example of-the-option");
        assertThat(find(null, null, variables)).hasToString("https://variable.example of-the-variable");
        assertThat(find(null, null, Map.of())).hasToString("https://file.example of-the-file");
    }

    @Test
    void without_anything_it_is_the_service_of_this_machine() throws IOException {
        Files.createDirectories(home.resolve(".loadplane"));
        Files.writeString(home.resolve(".loadplane/token"), "of-the-first-start\n");

        assertThat(find(null, null, Map.of())).hasToString("http://127.0.0.1:8080 of-the-first-start");
        assertThat(find(null, null, Map.of("LOADPLANE_PORT", "9090")))
                .hasToString("http://127.0.0.1:9090 of-the-first-start");
    }

    @Test
    void tokens_of_files_stay_with_the_server_they_belong_to() throws IOException {
        configure("server = https://file.example\ntoken = of-the-file\n");
        Files.createDirectories(home.resolve(".loadplane"));
        Files.writeString(home.resolve(".loadplane/token"), "of-the-first-start\n");

        assertThatThrownBy(() -> find("https://other.example", null, Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("There is no token for https://other.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loadplane.example", "ftp://a", "https://", "https://a?b=c", "https://a b"})
    void what_is_no_address_is_said_to_be_none(String server) {
        assertThatThrownBy(() -> find(server, "token", Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is no address of a server");
    }

    @Test
    void a_misspelt_setting_is_not_passed_over() throws IOException {
        configure("sever = https://file.example\n");

        assertThatThrownBy(() -> find(null, null, Map.of())).hasMessageContaining("may only set server and token");
    }

    private String find(@Nullable String server, @Nullable String token, Map<String, String> variables) {
        Access access = Access.find(server, token, new Access.Sources(variables, home));
        return access.server() + " " + access.token();
    }

    private void configure(String content) throws IOException {
        Path file = home.resolve(".config/loadplane/config");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
