package io.loadplane.api.report;

import io.loadplane.model.Durations;
import io.loadplane.model.Words;
import io.loadplane.model.report.Report;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Validity;
import io.loadplane.model.run.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** The report for people: one file that loads nothing, runs nothing, and reads on a phone and on paper. */
final class HtmlReport {

    private static final String STYLE = resource("/report/report.css");

    /** Names and errors come from scripts: should one ever get through the escaping, it still loads and runs nothing. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'".formatted(digest(STYLE));

    private static final List<Chart> CHARTS = List.of(
            new Chart("Users", List.of(new Chart.Line("users", sample -> (double) sample.users()))),
            new Chart(
                    "Requests per second",
                    List.of(
                            new Chart.Line("requests/s", Sample::rps),
                            new Chart.Line("failures/s", Sample::failuresPerSecond))),
            new Chart(
                    "Response times over the last ten seconds (ms)",
                    List.of(
                            new Chart.Line("p50", Sample::currentP50),
                            new Chart.Line("p95", Sample::currentP95),
                            new Chart.Line("p99", Sample::currentP99))),
            new Chart(
                    "CPU of the workers (% of one core)",
                    List.of(new Chart.Line("average", Sample::cpuAvg), new Chart.Line("busiest", Sample::cpuMax))));

    private final Html html = new Html();
    private final Report report;
    private final Run run;

    private HtmlReport(Report report) {
        this.report = report;
        this.run = report.run();
    }

    static String of(Report report) {
        return new HtmlReport(report).write();
    }

    private String write() {
        html.open("html", "lang", "en").open("head");
        html.open("meta", "charset", "utf-8");
        html.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.add("title", "%s, run %d".formatted(run.settings().name(), run.number()));
        html.style(STYLE).close().open("body");
        writeHead();
        writeCriteria();
        writeValidity();
        writeFigures();
        if (report.comparison() != null) {
            new HtmlComparison(html).write(report.comparison());
        }
        writeCharts();
        Statistics statistics = report.statistics();
        if (statistics != null) {
            new HtmlStatistics(html).write(statistics);
        }
        new HtmlBackground(html).write(report);
        html.open("footer").text("Loadplane · " + run.id()).close();
        return html.close().close().toString();
    }

    private void writeHead() {
        html.open("header");
        html.open("h1").add("bdi", run.settings().name()).text(" ");
        html.add("small", "run " + run.number()).close();
        html.open("p", "class", "soft").text(when()).close();
        html.open("ul", "class", "answers");
        answer("status", Words.of(run.status()), tone(run));
        answer("verdict", Words.of(run.verdict()), tone(run.verdict()));
        answer("validity", Words.of(run.validity().state()), tone(run.validity().state()));
        html.close();
        if (!run.status().isTerminal()) {
            html.add("p", "The run is not over: this is what there is so far.", "class", "doubt");
        }
        Reason reason = run.reason();
        if (reason != null) {
            html.open("p").add("b", Words.of(reason.code())).text(": ");
            html.text(reason.message(), 2_000).close();
            html.add("p", reason.hint(), "class", "soft");
            if (reason.detail() != null) {
                html.open("pre").text(reason.detail(), 16_000).close();
            }
        }
        String note = run.origin().note();
        if (note != null) {
            html.open("p").text("Note: ").open("bdi").text(note, 1_000).close().close();
        }
        html.close();
    }

    private String when() {
        Instant started = run.progress().startedAt();
        Instant finished = run.progress().finishedAt();
        StringBuilder text = new StringBuilder("Environment %s · revision %d · asked for by %s at %s"
                .formatted(
                        run.settings().environment(),
                        run.revision(),
                        run.origin().by(),
                        time(run.origin().at())));
        if (started != null) {
            text.append(" · load began at ").append(time(started));
        }
        if (started != null && finished != null) {
            Duration took = Duration.between(started, finished).truncatedTo(ChronoUnit.SECONDS);
            text.append(" · over after ").append(Durations.format(took.isNegative() ? Duration.ZERO : took));
        }
        return text.toString();
    }

    private void answer(String question, String answer, String tone) {
        html.open("li", "class", tone).add("small", question);
        html.add("b", answer.replace('_', ' ')).close();
    }

    private void writeCriteria() {
        html.section("Criteria");
        String none = run.judgement().reason();
        if (none != null) {
            html.add("p", "No verdict: " + none, "class", "soft");
        }
        List<CriterionLine> criteria = CriterionLine.of(run);
        if (criteria.isEmpty()) {
            html.add("p", "The run has none.", "class", "soft");
        } else {
            html.open("div", "class", "stacked").table("Criterion", "#Actual", "Result", "Details");
            for (CriterionLine line : criteria) {
                html.open("tr").name(line.text());
                html.number(line.shownActual());
                html.add("td", Words.of(line.outcome()).replace('_', ' '), "class", "mark " + tone(line.outcome()));
                html.name(line.details()).close();
            }
            html.endTable().close();
        }
        html.close();
    }

    private void writeValidity() {
        List<String> reasons = run.validity().reasons();
        if (!reasons.isEmpty()) {
            html.section("What speaks against the load").open("ul", "class", "plain");
            reasons.forEach(reason -> html.add("li", reason));
            html.close().close();
        }
    }

    private void writeFigures() {
        html.section("Figures");
        Statistics statistics = report.statistics();
        if (statistics == null) {
            html.add("p", "Nothing was measured.", "class", "soft");
        } else {
            EndpointStatistics total = statistics.total();
            html.open("dl");
            figure("requests", Figure.count(total.requests()));
            figure("failures", Figure.count(total.failures()));
            figure("failed", Figure.percent(total.failureRatio()));
            figure("requests/s", Figure.rate(total.rps()));
            figure("average, ms", Figure.ms(total.avg()));
            for (String name : List.of("p50", "p95", "p99")) {
                figure(name + ", ms", Figure.ms(total.percentile(name)));
            }
            figure("longest, ms", Figure.ms(total.max()));
            figure("users at peak", Figure.count(statistics.usersPeak()));
            figure(
                    "workers",
                    "%d of %d"
                            .formatted(run.workers().connected(), run.workers().requested()));
            figure("workers lost", Figure.count(run.workers().lost()));
            html.close();
        }
        html.close();
    }

    private void figure(String name, String value) {
        html.open("div").add("dt", name).add("dd", value).close();
    }

    private void writeCharts() {
        if (!report.samples().isEmpty()) {
            html.section("Over time").open("div", "class", "charts");
            CHARTS.forEach(chart -> chart.draw(report.samples(), html));
            html.close().close();
        }
    }

    private static String tone(Run run) {
        return switch (run.status()) {
            case FAILED -> "bad";
            case STOPPED -> "doubt";
            case COMPLETED -> "good";
            case QUEUED, PROVISIONING, STARTING, RUNNING, STOPPING -> "soft";
        };
    }

    private static String tone(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "good";
            case FAILED -> "bad";
            case NOT_EVALUATED -> "soft";
        };
    }

    private static String tone(CriterionResult.Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "good";
            case FAILED -> "bad";
            case NOT_EVALUATED -> "soft";
        };
    }

    private static String tone(Validity.State state) {
        return switch (state) {
            case VALID -> "good";
            case DEGRADED -> "doubt";
            case UNKNOWN -> "soft";
        };
    }

    /** To the second, in UTC. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
