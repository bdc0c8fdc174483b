package io.loadplane.api.report;

import io.loadplane.model.Words;
import io.loadplane.model.report.Report;
import io.loadplane.model.run.CriterionResult.Outcome;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Summary;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The report for pipelines, as their test tabs read it: a test case for the run, and one for each criterion. */
final class JunitReport {

    private static final int MAX_TEXT = 16_000;

    private final Run run;
    private final XMLStreamWriter xml;

    private JunitReport(Run run, XMLStreamWriter xml) {
        this.run = run;
        this.xml = xml;
    }

    /**
     * @param report of a run that is over
     */
    static String of(Report report) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            new JunitReport(report.run(), xml).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return out.toString();
    }

    private void write() throws XMLStreamException {
        List<CriterionLine> criteria = CriterionLine.of(run);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        xml.writeStartElement("testsuite");
        attribute("name", run.settings().name());
        attribute("package", run.settings().environment());
        attribute("id", "0");
        attribute("hostname", run.settings().environment());
        attribute("timestamp", timestamp());
        attribute("tests", Integer.toString(1 + criteria.size()));
        attribute("failures", count(criteria, Outcome.FAILED));
        String unknown = count(criteria, Outcome.NOT_EVALUATED);
        attribute("errors", isCompleted() ? unknown : "1");
        attribute("skipped", isCompleted() ? "0" : unknown);
        attribute("time", seconds());
        writeProperties();
        writeRun();
        for (CriterionLine line : criteria) {
            writeCriterion(line);
        }
        element("system-out", String.join("\n", run.validity().reasons()));
        element("system-err", "");
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void writeProperties() throws XMLStreamException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("run", run.id().value());
        properties.put("number", Integer.toString(run.number()));
        properties.put("status", Words.of(run.status()));
        properties.put("verdict", Words.of(run.verdict()));
        properties.put("validity", Words.of(run.validity().state()));
        Summary summary = run.summary();
        if (summary != null) {
            properties.put("requests", Long.toString(summary.requests()));
            properties.put("failures", Long.toString(summary.failures()));
            properties.put("rps", Figure.plain(summary.rps()));
            properties.put("p95", Figure.plain(summary.p95()));
        }
        xml.writeStartElement("properties");
        for (Map.Entry<String, String> property : properties.entrySet()) {
            xml.writeEmptyElement("property");
            attribute("name", property.getKey());
            attribute("value", property.getValue());
        }
        xml.writeEndElement();
    }

    /** A run that did not come to its end is an error and no failure: nothing is said of the system under test. */
    private void writeRun() throws XMLStreamException {
        startCase("run", seconds());
        Reason reason = run.reason();
        if (!isCompleted()) {
            xml.writeStartElement("error");
            attribute("type", reason == null ? Words.of(run.status()) : Words.of(reason.code()));
            attribute("message", reason == null ? Words.of(run.status()) : reason.message());
            if (reason != null) {
                text(reason.hint() + "\n" + Objects.requireNonNullElse(reason.detail(), ""));
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void writeCriterion(CriterionLine line) throws XMLStreamException {
        startCase(line.text(), "0");
        switch (line.outcome()) {
            case PASSED -> {}
            case FAILED -> {
                xml.writeStartElement("failure");
                attribute("type", "criterion");
                attribute("message", "%s, but it is %s".formatted(line.text(), line.shownActual()));
                text(line.details());
                xml.writeEndElement();
            }
            case NOT_EVALUATED -> {
                xml.writeEmptyElement(isCompleted() ? "error" : "skipped");
                if (isCompleted()) {
                    attribute("type", "not_evaluated");
                }
                attribute("message", line.details());
            }
        }
        xml.writeEndElement();
    }

    /** What could not be judged then is a fault of the criteria: nobody must take it for a success. */
    private boolean isCompleted() {
        return run.status() == RunStatus.COMPLETED;
    }

    private void startCase(String name, String seconds) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", name);
        attribute("classname", run.settings().name());
        attribute("time", seconds);
    }

    private String timestamp() {
        Instant at = Objects.requireNonNullElse(
                run.progress().startedAt(), run.origin().at());
        return at.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
    }

    private String seconds() {
        Instant from = run.progress().startedAt();
        Instant to = run.progress().finishedAt();
        long millis =
                from == null || to == null ? 0 : Duration.between(from, to).toMillis();
        return String.format(Locale.ROOT, "%.3f", Math.max(0, millis) / 1000.0);
    }

    private static String count(List<CriterionLine> criteria, Outcome outcome) {
        return Long.toString(
                criteria.stream().filter(line -> line.outcome() == outcome).count());
    }

    private void element(String name, String content) throws XMLStreamException {
        xml.writeStartElement(name);
        text(content);
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Shown.of(value, Html.MAX_TEXT));
    }

    private void text(String content) throws XMLStreamException {
        xml.writeCharacters(Shown.of(content, MAX_TEXT));
    }
}
