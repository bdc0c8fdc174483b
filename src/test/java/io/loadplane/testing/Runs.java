package io.loadplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Follows runs through the API, and through the process table. */
public final class Runs {

    private final Api api;

    public Runs(Api api) {
        this.api = api;
    }

    /** Creates a load test and returns the id of its first run. */
    public String start(Object request) {
        return api.post("/loadtests", request)
                .json(201)
                .path("latest_run")
                .path("id")
                .asText();
    }

    public JsonNode awaitRunning(String run) {
        return await(run, "running");
    }

    public JsonNode awaitEnd(String run) {
        JsonNode ended = await(run, "terminal");
        assertThat(ended.path("finished_at").isNull())
                .as("still %s", ended.path("status"))
                .isFalse();
        return ended;
    }

    /** The run once nothing of it is left on this machine. */
    public JsonNode awaitCleanup(String run) {
        awaitEnd(run);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(api.get("/runs/" + run)
                                .json(200)
                                .path("cleanup")
                                .asText())
                        .isEqualTo("done"));
        assertThat(processes(run)).as("processes left of %s", run).isEmpty();
        return api.get("/runs/" + run).json(200);
    }

    public JsonNode stats(String run) {
        return api.get("/runs/" + run + "/stats").json(200);
    }

    /** A figure of every endpoint, by name. */
    public static Map<String, Long> byEndpoint(JsonNode stats, String figure) {
        Map<String, Long> figures = new TreeMap<>();
        stats.path("endpoints").forEach(endpoint -> {
            if (endpoint.path(figure).asLong() > 0) {
                figures.put(
                        endpoint.path("name").asText(), endpoint.path(figure).asLong());
            }
        });
        return figures;
    }

    public List<String> statuses(String run) {
        List<String> statuses = new ArrayList<>();
        api.get("/runs/" + run + "/events?limit=200").json(200).path("items").forEach(event -> {
            if (!event.path("status").isNull()) {
                statuses.add(event.path("status").asText());
            }
        });
        return statuses;
    }

    /** The process of one component. */
    public static long pid(Path home, String run, String component) throws IOException {
        return Long.parseLong(Files.readString(home.resolve("runs").resolve(run).resolve(component + ".pid"))
                .strip());
    }

    public static void kill(long pid, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Ends what a failed test has left running below a home. */
    static void killAll(Path home) {
        Path folder = home.resolve("runs");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path run : left.toList()) {
                for (String process : processes(run.getFileName().toString())) {
                    ProcessHandle.of(Long.parseLong(process.substring("/proc/".length())))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that runs on behalf of the run. */
    public static List<String> processes(String run) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> environment(path).contains("LOADPLANE_RUN_ID=" + run))
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private JsonNode await(String run, String until) {
        return api.get("/runs/" + run + "?wait=2m&until=" + until).json(200);
    }
}
