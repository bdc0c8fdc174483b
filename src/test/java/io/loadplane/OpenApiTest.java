package io.loadplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    private static final Path GENERATED = Path.of("target/classes/META-INF/swagger/loadplane.yml");
    private static final Path COMMITTED = Path.of("openapi/loadplane.yml");

    @Test
    void the_committed_description_is_the_one_of_the_controllers() throws IOException {
        assertThat(Files.readString(COMMITTED))
                .as("copy %s over %s and review the difference", GENERATED, COMMITTED)
                .isEqualTo(Files.readString(GENERATED));
    }
}
