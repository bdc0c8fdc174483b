package io.loadplane;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class OpenApiTest {

    private static final Path GENERATED = Path.of("target/classes/META-INF/swagger/loadplane.yml");
    private static final Path COMMITTED = Path.of("openapi/loadplane.yml");

    @Test
    void the_committed_description_is_the_one_of_the_controllers() throws IOException {
        assertThat(Files.readString(COMMITTED))
                .as("copy %s over %s and review the difference", GENERATED, COMMITTED)
                .isEqualTo(Files.readString(GENERATED));
    }

    @Test
    @SuppressWarnings("unchecked")
    void there_is_nothing_in_it_that_generators_of_clients_stumble_over() throws IOException {
        String text = Files.readString(COMMITTED);
        Map<String, Map<String, Map<String, Map<String, Object>>>> document = new Yaml().load(text);
        Map<String, Map<String, Object>> schemas =
                requireNonNull(requireNonNull(document.get("components")).get("schemas"));

        assertThat(schemas.keySet())
                .as("names; a field whose record has a name must have no @Schema of its own")
                .allMatch(name -> name.matches("\\w+"));
        schemas.forEach((name, schema) -> ((Map<String, Map<String, Object>>)
                        schema.getOrDefault("properties", Map.of()))
                .forEach((property, type) -> assertThat((List<?>) type.getOrDefault("allOf", List.of()))
                        .as("%s of %s: say implementation = String.class of words", property, name)
                        .hasSizeLessThanOrEqualTo(1)));
        assertThat(text).as("it would end a comment").doesNotContain("*/");
    }
}
