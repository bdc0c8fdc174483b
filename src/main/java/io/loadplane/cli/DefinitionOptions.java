package io.loadplane.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a load test is, on a command line. */
final class DefinitionOptions {

    private static final Set<String> USUAL_NAMES = Set.of("main", "locustfile");

    @Parameters(paramLabel = "SCRIPT", description = "The Locust script, such as main.py.")
    @SuppressWarnings("NullAway.Init") // picocli gives it before it runs anything
    private Path script;

    @Nullable
    @Option(names = "--name", description = "Of the load test; default: that of the file, or of its folder.")
    private String name;

    @Nullable
    @Option(
            names = "--lib",
            paramLabel = "DIR",
            description =
                    "A folder whose files lie under lib/ beside the script; hidden ones, such as .env, are left out.")
    private Path lib;

    @Nullable
    @Option(names = "--requirements", paramLabel = "FILE", description = "A requirements.txt to install before.")
    private Path requirements;

    @Nullable
    @Option(
            names = "--definition",
            paramLabel = "FILE",
            description = "Further fields of a load test as a JSON object; options go before.")
    private Path definition;

    @Nullable
    @Option(
            names = {"-e", "--environment"},
            description = "Where it runs.")
    private String environment;

    @Nullable
    @Option(
            names = {"-H", "--host"},
            description = "Base URL of the system under test.")
    private String host;

    @Nullable
    @Option(
            names = {"-u", "--users"},
            paramLabel = "N",
            description = "Simulated users at the peak.")
    private Integer users;

    @Nullable
    @Option(
            names = {"-r", "--spawn-rate"},
            paramLabel = "N",
            description = "Users started per second.")
    private Double spawnRate;

    @Nullable
    @Option(
            names = {"-t", "--run-time"},
            paramLabel = "TIME",
            description = "How long the load lasts, such as 90s or 5m.")
    private Duration runTime;

    @Nullable
    @Option(names = "--replicas", paramLabel = "N", description = "How many workers.")
    private Integer replicas;

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "An environment variable for the script.")
    private Map<String, String> env = Map.of();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of the load test.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--tag", description = "Run only tasks with such a tag.")
    private List<String> tags = List.of();

    @Option(names = "--exclude-tag", paramLabel = "TAG", description = "Run no tasks with such a tag.")
    private List<String> excludeTags = List.of();

    @Option(
            names = "--criterion",
            paramLabel = "CRITERION",
            description =
                    "What the result must fulfil: 'p95 < 300', 'failure_ratio < 1%%', 'p99{GET /cart} < 2s'. Repeatable.")
    private List<String> criteria = List.of();

    /** The body of the request that stores it, as a new one or as a new revision of the one of that name, and runs it. */
    ObjectNode request() {
        List<Map<String, Object>> thresholds = Criteria.read(criteria);
        ObjectNode request = definition == null ? ApiClient.JSON.createObjectNode() : definition(definition);
        request.put("main_py_content", LocalFiles.read(script));
        put(request, "requirements_content", requirements == null ? null : LocalFiles.read(requirements));
        put(request, "name", name != null ? name : request.hasNonNull("name") ? null : defaultName());
        if (lib != null) {
            LibraryFiles files = LibraryFiles.read(lib);
            put(request, "lib_files_content", files.texts());
            put(request, "lib_files_base64", files.base64());
        }
        put(request, "environment", environment);
        put(request, "host", host);
        put(request, "users", users);
        put(request, "spawn_rate", spawnRate);
        put(request, "run_time", runTime == null ? null : Durations.format(runTime));
        put(request, "replicas", replicas);
        put(request, "env", env.isEmpty() ? null : env);
        put(request, "labels", labels.isEmpty() ? null : labels);
        put(request, "tags", tags.isEmpty() ? null : tags);
        put(request, "exclude_tags", excludeTags.isEmpty() ? null : excludeTags);
        put(request, "criteria", thresholds.isEmpty() ? null : thresholds);
        request.put("if_exists", "revise");
        request.put("start", true);
        return request;
    }

    private static void put(ObjectNode request, String field, @Nullable Object value) {
        if (value != null) {
            request.set(field, ApiClient.JSON.valueToTree(value));
        }
    }

    private static ObjectNode definition(Path file) {
        try {
            if (ApiClient.JSON.readTree(LocalFiles.read(file)) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "%s is no JSON: line %d, column %d: %s"
                            .formatted(
                                    file,
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr(),
                                    e.getOriginalMessage()));
        }
        throw new CommandFailure(Exit.USAGE, file + " is no JSON object.");
    }

    private String defaultName() {
        String file = script.getFileName().toString().replaceFirst("\\.py$", "");
        Path folder = script.toAbsolutePath().normalize().getParent();
        return USUAL_NAMES.contains(file) && folder != null && folder.getFileName() != null
                ? folder.getFileName().toString()
                : file;
    }
}
