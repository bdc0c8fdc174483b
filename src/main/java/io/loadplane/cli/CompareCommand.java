package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One run against another. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares a run with a baseline, and ends with 1 when it is worse or cannot be compared.")
final class CompareCommand implements Callable<Integer> {

    private static final Set<String> NO_WORSE = Set.of("same", "improved");

    @Mixin
    private final RunArgument run = new RunArgument();

    @Nullable
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "BASELINE",
            converter = RunArgument.Converter.class,
            description = "The id of the other run; default: the baseline of the load test, or else the run before.")
    private String baseline;

    @Nullable
    @Option(
            names = "--tolerance",
            paramLabel = "SHARE",
            description = "Smaller differences are taken for noise, such as 10%%.")
    private String tolerance;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode comparison = service.api()
                .get(run.path() + "/comparison?"
                        + (baseline == null ? "" : "baseline=" + baseline + "&")
                        + (tolerance == null
                                ? ""
                                : "tolerance=" + URLEncoder.encode(tolerance, StandardCharsets.UTF_8)));
        if (service.json()) {
            service.print(comparison);
        } else {
            show(comparison);
        }
        Exit exit = NO_WORSE.contains(comparison.path("change").asText()) ? Exit.DONE : Exit.CRITERIA_FAILED;
        return exit.code();
    }

    private void show(JsonNode comparison) {
        service.out().printf("%-6s %-30s %-15s %-40s%n", "", "endpoint", "", "what changed");
        comparison.path("endpoints").forEach(this::row);
        if (comparison.path("total").isObject()) {
            row(comparison.path("total"));
        }
        service.out()
                .printf(
                        "%nCompared with %s, %s is: %s%n",
                        comparison.path("baseline_id").asText(),
                        comparison.path("run_id").asText(),
                        comparison.path("change").asText());
        comparison.path("reasons").forEach(reason -> service.out().println("  " + RunDisplay.plain(reason)));
        service.out().flush();
    }

    private void row(JsonNode endpoint) {
        StringBuilder changes = new StringBuilder(RunDisplay.plain(endpoint.path("reason")));
        for (JsonNode metric : endpoint.path("metrics")) {
            if (!metric.path("change").asText().equals("same")) {
                changes.append("%s %s → %s  "
                        .formatted(
                                metric.path("metric").asText(),
                                Criteria.number(metric.path("baseline").asDouble()),
                                Criteria.number(metric.path("actual").asDouble())));
            }
        }
        String name = endpoint.path("method").asText().isEmpty() ? "total" : RunDisplay.plain(endpoint.path("name"));
        service.out()
                .printf(
                        "%-6s %-30s %-15s %s%n",
                        RunDisplay.plain(endpoint.path("method")),
                        name,
                        endpoint.path("change").asText(),
                        changes);
    }
}
