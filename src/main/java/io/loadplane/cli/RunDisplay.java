package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.PrintStream;

/** Shows a run in the terminal: one line that changes while it goes on, or a line per look where output is no terminal. */
final class RunDisplay {

    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private long newestEvent;
    private long newestSample;
    private boolean lineOpen;

    RunDisplay(PrintStream out) {
        this.out = out;
        Console console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    /** What happened since the last look. */
    void events(JsonNode events) {
        for (JsonNode event : events.path("items")) {
            if (event.path("seq").asLong() > newestEvent) {
                newestEvent = event.path("seq").asLong();
                String object = event.path("object").isNull()
                        ? ""
                        : event.path("object").asText() + ": ";
                closeLine();
                out.printf(
                        "  %s  %s%s%n",
                        event.path("at").asText().substring(11, 19),
                        object,
                        event.path("message").asText());
            }
        }
    }

    /** How it stands. */
    void progress(String status, JsonNode newest) {
        String line = newest.isMissingNode() || newest.isNull()
                ? "  %-12s".formatted(status)
                : "  %-12s %4d users  %7.1f requests/s  %5d failures  p95 %5.0f ms"
                        .formatted(
                                status,
                                newest.path("users").asInt(),
                                newest.path("rps").asDouble(),
                                newest.path("failures").asLong(),
                                newest.path("p95").asDouble());
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
            out.flush();
            lineOpen = true;
        } else if (newest.path("seq").asLong() > newestSample) {
            newestSample = newest.path("seq").asLong();
            out.println(line);
        }
    }

    /** What it measured. */
    void result(JsonNode run, JsonNode stats) {
        closeLine();
        out.printf(
                "%n%-6s %-14s %9s %9s %9s %7s %7s %7s %7s%n",
                "", "endpoint", "requests", "failures", "req/s", "p50", "p95", "p99", "max");
        for (JsonNode endpoint : stats.path("endpoints")) {
            row(endpoint.path("method").asText(), endpoint.path("name").asText(), endpoint);
        }
        row("", "total", stats.path("total"));
        out.printf(
                "%nRun %s is %s; the load was %s.%n",
                run.path("id").asText(),
                run.path("status").asText(),
                run.path("validity").path("state").asText());
        if (!run.path("status_reason").isNull()) {
            out.println(run.path("status_reason").path("message").asText());
        }
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

    private void closeLine() {
        if (lineOpen) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            lineOpen = false;
        }
    }
}
