package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What was measured: printed as it comes, and in the end a file in {@code target/benchmark}. */
final class Figures {

    private final String name;
    private final ObjectNode all = Api.JSON.createObjectNode();

    Figures(String name) {
        this.name = name;
    }

    /** One row of a table. */
    void add(String table, ObjectNode row) {
        all.withArray(table).add(row);
        StringBuilder line = new StringBuilder(table);
        row.properties()
                .forEach(field -> line.append("  ")
                        .append(field.getKey())
                        .append(' ')
                        .append(
                                field.getValue().isDouble()
                                        ? String.format(
                                                Locale.ROOT,
                                                "%.2f",
                                                field.getValue().asDouble())
                                        : field.getValue().asText()));
        System.out.println(line);
    }

    void write() throws IOException {
        Path file = Path.of("target", "benchmark", name + ".json");
        Files.createDirectories(file.getParent());
        Api.JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
    }

    /** The value that this share of all is at or below. */
    static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
