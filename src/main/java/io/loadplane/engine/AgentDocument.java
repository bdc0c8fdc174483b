package io.loadplane.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loadplane.model.Words;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Statistics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON document of the agent. The script lives in the same process and may have written anything, so
 * everything is bounded, and what does not fit is no document at all.
 */
final class AgentDocument {

    private static final int MAX_ROWS = 2000;
    private static final int MAX_TEXT = 4000;
    private static final int MAX_FIELDS = 20_000;

    /** Seconds since 1970; the year 2255 is far enough, and the database can keep it. */
    private static final double LATEST = 9e9;

    private static final JsonMapper MAPPER = new JsonMapper();

    private AgentDocument() {}

    /** Empty when this is no document of an agent. */
    static Optional<AgentReport> read(byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            return root.path("schema").asInt() == 1
                    ? Words.parse(AgentReport.Phase.class, root.path("phase").asText())
                            .map(phase -> report(root, phase))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static AgentReport report(JsonNode root, AgentReport.Phase phase) {
        return new AgentReport(
                phase,
                root.path("ended_early").asBoolean(),
                failure(root),
                root.path("stop_reason").asText().equals("signal"),
                count(root, "workers_connected"),
                count(root, "workers_lost"),
                root.path("users_asked").isNumber() ? count(root, "users_asked") : null,
                lasted(root.path("started_at"), root.path("stopped_at")),
                root.path("load_seconds").isNumber() ? seconds(root.path("load_seconds")) : null,
                root.path("idle_since").isNumber() ? time(root.path("idle_since")) : null,
                doubts(root),
                list(
                        root.path("moments"),
                        moment -> new AgentReport.Moment(text(moment, "after"), statistics(moment, false))),
                statistics(root, phase == AgentReport.Phase.FINAL));
    }

    /** By the master's own clock: the engine may have looked away. */
    private static @Nullable Duration lasted(JsonNode started, JsonNode stopped) {
        return started.isNumber() && stopped.isNumber() ? Duration.between(time(started), time(stopped)) : null;
    }

    private static @Nullable String failure(JsonNode root) {
        String complaint = text(root, "complaint");
        return root.path("broken").asBoolean() ? complaint.isBlank() ? "it is not known what" : complaint : null;
    }

    private static AgentReport.Doubts doubts(JsonNode root) {
        return new AgentReport.Doubts(
                root.path("reset_after").isNumber() ? seconds(root.path("reset_after")) : null,
                list(
                        root.path("busy_workers"),
                        worker -> new AgentReport.BusyWorker(
                                text(worker, "id"), number(worker, "peak"), number(worker, "seconds"))),
                list(root.path("blocked_loops"), AgentDocument::blocked),
                root.path("missing_users").isObject() ? missing(root.path("missing_users")) : null);
    }

    private static AgentReport.BlockedLoop blocked(JsonNode loop) {
        return new AgentReport.BlockedLoop(
                loop.path("id").isTextual() ? text(loop, "id") : null,
                text(loop, "cause").equals("cpu"),
                seconds(loop.path("worst")),
                seconds(loop.path("seconds")),
                seconds(loop.path("since")));
    }

    private static AgentReport.MissingUsers missing(JsonNode users) {
        return new AgentReport.MissingUsers(
                seconds(users.path("elapsed")), count(users, "users"), count(users, "target"));
    }

    private static Duration seconds(JsonNode seconds) {
        return Duration.ofMillis((long) (Math.clamp(seconds.asDouble(), 0, LATEST) * 1000));
    }

    private static Instant time(JsonNode seconds) {
        return Instant.EPOCH.plus(seconds(seconds));
    }

    private static Statistics statistics(JsonNode root, boolean complete) {
        return new Statistics(
                complete,
                time(root.path("at")),
                count(root, "users"),
                count(root, "users_peak"),
                root.path("shape").isTextual() ? text(root, "shape") : null,
                endpoint(root.path("total")),
                list(root.path("endpoints"), AgentDocument::endpoint),
                count(root, "endpoints_count"),
                list(
                        root.path("errors"),
                        error -> new Statistics.RequestError(
                                text(error, "method"),
                                text(error, "name"),
                                text(error, "error"),
                                size(error, "occurrences"))),
                list(
                        root.path("exceptions"),
                        exception -> new Statistics.ScriptException(
                                text(exception, "message"),
                                text(exception, "traceback"),
                                size(exception, "occurrences"))),
                list(
                        root.path("workers"),
                        worker -> new Statistics.WorkerState(
                                text(worker, "id"),
                                text(worker, "state"),
                                count(worker, "users"),
                                number(worker, "cpu_percent"),
                                size(worker, "memory_bytes"),
                                worker.path("loop_delay_ms").isNumber() ? number(worker, "loop_delay_ms") : null)));
    }

    private static EndpointStatistics endpoint(JsonNode row) {
        return new EndpointStatistics(
                text(row, "method"),
                text(row, "name"),
                size(row, "requests"),
                size(row, "failures"),
                number(row, "avg"),
                number(row, "median"),
                number(row, "min"),
                number(row, "max"),
                number(row, "rps"),
                number(row, "failures_per_second"),
                number(row, "current_rps"),
                number(row, "current_failures_per_second"),
                size(row, "bytes"),
                map(row.path("percentiles"), value -> Double.isFinite(value.asDouble()) ? value.asDouble() : 0.0),
                currentPercentiles(row.path("current_percentiles")),
                map(row.path("histogram"), JsonNode::asLong));
    }

    /** Null means that there was nothing to measure. */
    private static Map<String, Double> currentPercentiles(JsonNode row) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String name : List.of("p50", "p95", "p99")) {
            if (row.path(name).isNumber()) {
                values.put(name, number(row, name));
            }
        }
        return values;
    }

    private static <T> List<T> list(JsonNode rows, Function<JsonNode, T> reader) {
        List<T> values = new ArrayList<>();
        for (JsonNode row : rows) {
            if (values.size() < MAX_ROWS) {
                values.add(reader.apply(row));
            }
        }
        return values;
    }

    private static <T> Map<String, T> map(JsonNode row, Function<JsonNode, T> reader) {
        Map<String, T> values = new LinkedHashMap<>();
        row.properties().stream()
                .limit(MAX_FIELDS)
                .forEach(field -> values.put(cut(field.getKey()), reader.apply(field.getValue())));
        return values;
    }

    private static int count(JsonNode node, String field) {
        return Math.max(0, node.path(field).asInt());
    }

    private static long size(JsonNode node, String field) {
        return Math.max(0, node.path(field).asLong());
    }

    private static double number(JsonNode node, String field) {
        double value = node.path(field).asDouble();
        return Double.isFinite(value) ? value : 0;
    }

    private static String text(JsonNode node, String field) {
        @Nullable String value = node.path(field).isTextual() ? node.path(field).textValue() : null;
        return value == null ? "" : cut(value);
    }

    /** The database keeps no NUL. */
    private static String cut(String text) {
        String clean = text.replace('\0', '\ufffd');
        return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT);
    }
}
