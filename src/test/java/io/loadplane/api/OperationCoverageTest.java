package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.testing.Api;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Runs after all others: an operation that no test called is not known to work. */
@Order(Integer.MAX_VALUE)
class OperationCoverageTest {

    @Test
    void every_operation_was_called_by_some_test() throws IOException {
        Set<String> uncalled = new TreeSet<>();
        operations()
                .forEach((path, methods) -> methods.keySet().forEach(method -> {
                    String pattern = method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]+}", "[^/]+");
                    if (Api.CALLED.stream().noneMatch(call -> call.matches(pattern))) {
                        uncalled.add(method + " " + path);
                    }
                }));

        assertThat(uncalled).as("operations without a test").isEmpty();
    }

    private static Map<String, Map<String, Object>> operations() throws IOException {
        try (Reader description = Files.newBufferedReader(Path.of("openapi/loadplane.yml"))) {
            Map<String, Map<String, Map<String, Object>>> document = new Yaml().load(description);
            return Objects.requireNonNull(document.get("paths"));
        }
    }
}
