package io.loadplane.model.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart's own files, and values as people and tools write them. */
final class ChartYaml {

    private ChartYaml() {}

    static Map<String, Object> read(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    static String resource(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/helm", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As tools write it that know nothing but texts; lists become JSON. */
    static Map<String, Object> dotted(Map<String, Object> nested) {
        Map<String, Object> all = new HashMap<>();
        nested.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map && !map.isEmpty()) {
                Map<String, Object> inner = new HashMap<>();
                map.forEach((name, below) -> inner.put(String.valueOf(name), below));
                dotted(inner).forEach((name, below) -> all.put(key + "." + name, below));
            } else {
                all.put(key, json(value));
            }
        });
        return all;
    }

    private static String json(Object value) {
        return switch (value) {
            case null -> "";
            case List<?> list -> {
                List<String> items = new ArrayList<>();
                list.forEach(item -> items.add(item instanceof String text ? "\"" + text + "\"" : json(item)));
                yield "[" + String.join(", ", items) + "]";
            }
            case Map<?, ?> map -> {
                List<String> items = new ArrayList<>();
                map.forEach((key, item) -> items.add("\"%s\": \"%s\"".formatted(key, item)));
                yield "{" + String.join(", ", items) + "}";
            }
            default -> String.valueOf(value);
        };
    }
}
