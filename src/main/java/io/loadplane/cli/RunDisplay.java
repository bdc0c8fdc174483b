package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Shows a run: in a terminal one line that changes while it goes on, elsewhere a line now and then. What scripts have named
 * is shown without control characters, which could make a terminal do things.
 */
final class RunDisplay {

    private static final int WIDTH = 100;
    private static final long LINE_INTERVAL_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private long newestEvent;
    private long newestSample;
    private long lastLine = System.nanoTime() - LINE_INTERVAL_NANOS;
    private boolean lineOpen;

    RunDisplay(PrintWriter out) {
        this.out = out;
        Console console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    /** What happened since the last look. */
    void events(JsonNode events) {
        for (JsonNode event : events.path("items")) {
            if (event.path("seq").asLong() > newestEvent) {
                newestEvent = event.path("seq").asLong();
                String object = event.path("object").isTextual() ? plain(event.path("object")) + ": " : "";
                closeLine();
                out.printf(
                        "  %s  %s%s%n",
                        event.path("at").asText().substring(11, 19), object, plain(event.path("message")));
            }
        }
        out.flush();
    }

    /** How it stands. */
    void progress(JsonNode run, Optional<JsonNode> stats) {
        JsonNode newest = stats.map(found -> found.path("newest")).orElse(MissingNode.getInstance());
        String status = plain(run.path("status"));
        String line = newest.isObject()
                ? "  %-12s %4d users  %7.1f requests/s  %5d failures  p95 %5.0f ms"
                        .formatted(
                                status,
                                newest.path("users").asInt(),
                                newest.path("rps").asDouble(),
                                newest.path("failures").asLong(),
                                newest.path("p95").asDouble())
                : "  %-12s"
                        .formatted(
                                run.path("queue_position").isInt()
                                        ? status + ", "
                                                + run.path("queue_position").asInt() + " in line"
                                        : status);
        long sample = newest.path("seq").asLong();
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
            lineOpen = true;
        } else if (sample > newestSample && System.nanoTime() - lastLine >= LINE_INTERVAL_NANOS) {
            newestSample = sample;
            lastLine = System.nanoTime();
            out.println(line);
        }
        out.flush();
    }

    /** What it measured, and what that is worth. */
    void result(JsonNode run, Optional<JsonNode> stats) {
        closeLine();
        stats.ifPresent(this::endpoints);
        criteria(run);
        out.printf("%nRun %s is %s", plain(run.path("id")), plain(run.path("status")));
        if (!run.path("criteria").isEmpty()) {
            out.printf(", its verdict %s", plain(run.path("verdict")));
        }
        JsonNode validity = run.path("validity");
        out.printf(
                "%s.%n", run.path("finished_at").isTextual() ? "; the load was " + plain(validity.path("state")) : "");
        validity.path("reasons").forEach(reason -> out.println("  " + plain(reason)));
        JsonNode reason = run.path("status_reason");
        if (reason.isObject()) {
            out.println(plain(reason.path("message")));
            reason.path("detail").asText("").lines().forEach(line -> out.println("  " + plain(line)));
            out.println(plain(reason.path("hint")));
        }
        out.flush();
    }

    private void endpoints(JsonNode stats) {
        out.printf(
                "%n%-6s %-14s %9s %9s %9s %7s %7s %7s %7s%n",
                "", "endpoint", "requests", "failures", "req/s", "p50", "p95", "p99", "max");
        for (JsonNode endpoint : stats.path("endpoints")) {
            row(plain(endpoint.path("method")), plain(endpoint.path("name")), endpoint);
        }
        row("", "total", stats.path("total"));
    }

    private void row(String method, String name, JsonNode row) {
        JsonNode percentiles = row.path("percentiles");
        out.printf(
                "%-6s %-14s %9d %9d %9.1f %7.0f %7.0f %7.0f %7.0f%n",
                method,
                name,
                row.path("requests").asLong(),
                row.path("failures").asLong(),
                row.path("rps").asDouble(),
                percentiles.path("p50").asDouble(),
                percentiles.path("p95").asDouble(),
                percentiles.path("p99").asDouble(),
                row.path("max").asDouble());
    }

    private void criteria(JsonNode run) {
        if (run.path("criteria").isEmpty()) {
            return;
        }
        out.println();
        for (JsonNode criterion : run.path("criteria")) {
            out.printf(
                    "%-14s %s%s%n",
                    plain(criterion.path("result")), plain(criterion.path("text")), evidence(criterion));
        }
        if (run.path("verdict_reason").isTextual()) {
            out.println(plain(run.path("verdict_reason")));
        }
    }

    private static String evidence(JsonNode criterion) {
        String actual = criterion.path("actual").isNumber()
                ? ": " + Criteria.number(criterion.path("actual").asDouble())
                : "";
        return actual + (criterion.path("reason").isTextual() ? ", " + plain(criterion.path("reason")) : "");
    }

    static String plain(JsonNode text) {
        return plain(text.asText(""));
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", " ");
    }

    private void closeLine() {
        if (lineOpen) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            lineOpen = false;
        }
    }
}
