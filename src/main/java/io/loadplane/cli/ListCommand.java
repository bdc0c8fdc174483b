package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The newest runs, one a line. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists runs, newest first.")
final class ListCommand implements Callable<Integer> {

    @Nullable
    @Option(names = "--status", description = "Only runs in this status.")
    private String status;

    @Nullable
    @Option(names = "--verdict", description = "Only runs with this verdict.")
    private String verdict;

    @Nullable
    @Option(
            names = {"-e", "--environment"},
            description = "Only runs there.")
    private String environment;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 200; default 20.")
    private int limit = 20;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode page = service.api().get("/runs?" + query());
        if (service.json()) {
            service.print(page);
            return Exit.DONE.code();
        }
        line("run", "load test", "environment", "status", "verdict", "load", "asked for at", "requests", "p95");
        for (JsonNode run : page.path("items")) {
            JsonNode summary = run.path("summary");
            line(
                    run.path("id").asText(),
                    RunDisplay.plain(run.path("name")) + " #"
                            + run.path("number").asInt(),
                    run.path("environment").asText(),
                    run.path("status").asText(),
                    run.path("verdict").asText(),
                    run.path("validity").path("state").asText(),
                    run.path("created_at").asText().replaceFirst("(\\.\\d+)?Z$", "Z"),
                    summary.path("requests").asText(""),
                    summary.isObject() ? "%.0f".formatted(summary.path("p95").asDouble()) : "");
        }
        service.out().flush();
        return Exit.DONE.code();
    }

    private void line(Object... cells) {
        service.out().printf("%-30s  %-30s  %-12s  %-12s  %-13s  %-8s  %-20s  %9s  %6s%n", cells);
    }

    private String query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(limit));
        put(query, "status", status);
        put(query, "verdict", verdict);
        put(query, "environment", environment);
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }
}
