package io.loadplane.api.report;

import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Statistics;
import java.util.Comparator;
import java.util.List;

/** What was measured, in tables that are cut where nobody reads on; the CSV files have all of it. */
final class HtmlStatistics {

    private static final int MAX_ENDPOINTS = 500;
    private static final int MAX_ERRORS = 200;
    private static final int MAX_EXCEPTIONS = 50;
    private static final int MAX_WORKERS = 200;
    private static final int MAX_TRACEBACK = 4_000;

    private final Html html;

    HtmlStatistics(Html html) {
        this.html = html;
    }

    void write(Statistics statistics) {
        if (!statistics.complete()) {
            html.add("p", "These figures are not complete.", "class", "doubt");
        }
        writeEndpoints(statistics);
        writeErrors(statistics.errors());
        writeExceptions(statistics.exceptions());
        writeWorkers(statistics.workers());
    }

    private void writeEndpoints(Statistics statistics) {
        List<EndpointStatistics> busiest = statistics.endpoints().stream()
                .sorted(Comparator.comparingLong(EndpointStatistics::requests).reversed())
                .limit(MAX_ENDPOINTS)
                .toList();
        double slowest =
                busiest.stream().mapToDouble(one -> one.percentile("p95")).max().orElse(0);
        html.section("Endpoints");
        html.table(
                "Endpoint",
                "#Requests",
                "#Failures",
                "#Failed",
                "#Req/s",
                "#Avg",
                "#p50",
                "#p90",
                "#p95",
                "#p99",
                "#Max");
        for (EndpointStatistics endpoint : busiest) {
            boolean worst = busiest.size() > 1 && endpoint.percentile("p95") == slowest;
            writeEndpoint(endpoint, worst, "");
        }
        writeEndpoint(statistics.total(), false, "total");
        html.endTable();
        html.add("p", "Response times in ms. Marked: failures, and the highest p95.", "class", "soft");
        left("endpoints", statistics.endpointsCount() - busiest.size());
        html.close();
    }

    private void writeEndpoint(EndpointStatistics endpoint, boolean slowest, String kind) {
        html.open("tr", "class", kind).name(endpoint(endpoint.method(), endpoint.name()));
        html.number(Figure.count(endpoint.requests()));
        String failed = endpoint.failures() > 0 ? "n bad mark" : "n";
        html.add("td", Figure.count(endpoint.failures()), "class", failed);
        html.add("td", Figure.percent(endpoint.failureRatio()), "class", failed);
        html.number(Figure.rate(endpoint.rps())).number(Figure.ms(endpoint.avg()));
        html.number(Figure.ms(endpoint.percentile("p50"))).number(Figure.ms(endpoint.percentile("p90")));
        html.add("td", Figure.ms(endpoint.percentile("p95")), "class", slowest ? "n doubt mark" : "n");
        html.number(Figure.ms(endpoint.percentile("p99")))
                .number(Figure.ms(endpoint.max()))
                .close();
    }

    private void writeErrors(List<Statistics.RequestError> errors) {
        if (!errors.isEmpty()) {
            html.section("Failed requests").table("#Times", "Endpoint", "Error");
            errors.stream().limit(MAX_ERRORS).forEach(error -> {
                html.open("tr").number(Figure.count(error.occurrences())).name(endpoint(error.method(), error.name()));
                html.name(error.error());
                html.close();
            });
            html.endTable();
            left("kinds of errors", errors.size() - MAX_ERRORS);
            html.close();
        }
    }

    private void writeExceptions(List<Statistics.ScriptException> exceptions) {
        if (!exceptions.isEmpty()) {
            html.section("Exceptions in the script");
            exceptions.stream().limit(MAX_EXCEPTIONS).forEach(exception -> {
                html.open("h3").text("%s × ".formatted(Figure.count(exception.occurrences())));
                html.add("bdi", exception.message()).close();
                html.open("pre", "dir", "ltr")
                        .text(exception.traceback(), MAX_TRACEBACK)
                        .close();
            });
            left("kinds of exceptions", exceptions.size() - MAX_EXCEPTIONS);
            html.close();
        }
    }

    private void writeWorkers(List<Statistics.WorkerState> workers) {
        if (!workers.isEmpty()) {
            html.section("Workers").table("Worker", "State", "#Users", "#CPU", "#Memory, MiB", "#Loop delay, ms");
            workers.stream().limit(MAX_WORKERS).forEach(worker -> {
                html.open("tr").name(worker.id()).add("td", worker.state());
                html.number(Figure.count(worker.users())).number(Figure.rate(worker.cpuPercent()) + " %");
                html.number(Figure.count(worker.memoryBytes() >> 20));
                Double delay = worker.loopDelayMs();
                html.number(delay == null ? "" : Figure.ms(delay)).close();
            });
            html.endTable();
            html.add(
                    "p",
                    "Loop delay: by how much the event loop of the worker was late at the most; all its users waited meanwhile.",
                    "class",
                    "soft");
            left("workers", workers.size() - MAX_WORKERS);
            html.close();
        }
    }

    /** Methods of HTTP are short. */
    private static String endpoint(String method, String name) {
        return (Shown.of(method, 20) + " " + name).strip();
    }

    private void left(String what, int count) {
        if (count > 0) {
            html.add("p", "%s more %s are not shown.".formatted(Figure.count(count), what), "class", "soft");
        }
    }
}
