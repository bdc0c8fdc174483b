package io.loadplane.api.report;

import io.loadplane.model.report.Report;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The report for spreadsheets, in the columns of Locust's own four files. */
final class CsvReport {

    /** Which of Locust's files. */
    enum Part {
        STATS,
        FAILURES,
        EXCEPTIONS,
        HISTORY
    }

    /** What Locust writes where it knows no value. */
    private static final String UNKNOWN = "N/A";

    /** As much as a cell of a spreadsheet holds, with its guard. */
    private static final int MAX_CELL = 32_000;

    private static final String PERCENTILES = "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%";

    private final StringBuilder out = new StringBuilder(1 << 14);

    private CsvReport() {}

    static String of(Report report, Part part) {
        CsvReport csv = new CsvReport();
        Statistics statistics = report.statistics();
        switch (part) {
            case STATS -> csv.writeStats(statistics == null ? List.of() : rows(statistics));
            case FAILURES -> csv.writeFailures(statistics == null ? List.of() : statistics.errors());
            case EXCEPTIONS -> csv.writeExceptions(statistics == null ? List.of() : statistics.exceptions());
            case HISTORY -> csv.writeHistory(report.samples());
        }
        return csv.out.toString();
    }

    private static List<EndpointStatistics> rows(Statistics statistics) {
        return Stream.concat(statistics.endpoints().stream(), Stream.of(statistics.total()))
                .toList();
    }

    private void writeStats(List<EndpointStatistics> rows) {
        head("Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
                + "Max Response Time,Average Content Size,Requests/s,Failures/s," + PERCENTILES);
        for (EndpointStatistics row : rows) {
            List<String> cells = new ArrayList<>();
            cells.add(text(row.method()));
            cells.add(text(row.name()));
            cells.add(Long.toString(row.requests()));
            cells.add(Long.toString(row.failures()));
            for (double value : new double[] {
                row.median(),
                row.avg(),
                row.min(),
                row.max(),
                row.requests() == 0 ? 0 : (double) row.bytes() / row.requests(),
                row.rps(),
                row.failuresPerSecond()
            }) {
                cells.add(Figure.plain(value));
            }
            for (String percentile : PERCENTILES.split(",")) {
                cells.add(percentile(row, percentile));
            }
            line(cells);
        }
    }

    private static String percentile(EndpointStatistics row, String column) {
        if (row.requests() == 0) {
            return UNKNOWN;
        }
        double value = column.equals("100%") ? longest(row) : row.percentile("p" + column.replace("%", ""));
        return Long.toString((long) value);
    }

    /** Rounded like the other percentiles, as Locust has it. */
    private static double longest(EndpointStatistics row) {
        return row.histogram().isEmpty() ? row.max() : row.times().max();
    }

    /** When errors were first and last seen, and where exceptions were raised, is not kept. */
    private void writeFailures(List<Statistics.RequestError> errors) {
        head("Method,Name,Error,Occurrences,First Seen,Last Seen");
        errors.forEach(error -> line(List.of(
                text(error.method()),
                text(error.name()),
                text(error.error()),
                Long.toString(error.occurrences()),
                "",
                "")));
    }

    private void writeExceptions(List<Statistics.ScriptException> exceptions) {
        head("Count,Message,Traceback,Nodes");
        exceptions.forEach(
                one -> line(List.of(Long.toString(one.occurrences()), text(one.message()), text(one.traceback()), "")));
    }

    private void writeHistory(List<Sample> samples) {
        head("Timestamp,User Count,Type,Name,Requests/s,Failures/s," + PERCENTILES
                + ",Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,"
                + "Total Min Response Time,Total Max Response Time,Total Average Content Size");
        for (Sample sample : samples) {
            Map<String, Double> known = Map.of("50%", sample.p50(), "95%", sample.p95(), "99%", sample.p99());
            List<String> cells = new ArrayList<>(List.of(
                    Long.toString(sample.at().getEpochSecond()),
                    Integer.toString(sample.users()),
                    "",
                    "Aggregated",
                    Figure.plain(sample.rps()),
                    Figure.plain(sample.failuresPerSecond())));
            for (String percentile : PERCENTILES.split(",")) {
                Double value = known.get(percentile);
                cells.add(value == null || sample.requests() == 0 ? UNKNOWN : Long.toString(value.longValue()));
            }
            cells.addAll(List.of(
                    Long.toString(sample.requests()),
                    Long.toString(sample.failures()),
                    Figure.plain(sample.p50()),
                    Figure.plain(sample.avg()),
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN));
            line(cells);
        }
    }

    private void head(String columns) {
        out.append(columns).append("\r\n");
    }

    private void line(List<String> cells) {
        out.append(String.join(",", cells)).append("\r\n");
    }

    /** Spreadsheets take a cell for a formula by how it begins, and a script can name its endpoints as it likes. */
    private static String text(String text) {
        String shown = Shown.of(text, MAX_CELL);
        boolean formula = !shown.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(shown.charAt(0)) >= 0;
        String guarded = formula ? "'" + shown : shown;
        boolean quoted = guarded.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + guarded.replace("\"", "\"\"") + '"' : guarded;
    }
}
