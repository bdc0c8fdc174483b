package io.loadplane.api.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.report.Report;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JunitReportTest {

    @Test
    void there_is_a_case_for_the_run_and_one_for_each_criterion() throws Exception {
        Element suite = suite(ReportExamples.ofShop());

        assertThat(cases(suite))
                .containsExactly("run: ", "p95 < 300: failure", "p95 of GET checkout-smoke < 100: error");
        assertThat(message(suite, "failure")).isEqualTo("p95 < 300, but it is 380.25 ms");
        assertThat(message(suite, "error")).isEqualTo("never called");
        assertThat(suite.getAttribute("time")).isEqualTo("600.000");
        assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-01-01T12:00:00");
        assertThat(suite.getTextContent()).contains("a worker used 97 % of its CPU");
    }

    @Test
    void a_run_that_failed_is_an_error_and_no_failure() throws Exception {
        Element suite = suite(ReportExamples.ofBrokenScript());

        assertThat(cases(suite)).containsExactly("run: error");
        Element error = (Element) suite.getElementsByTagName("error").item(0);
        assertThat(error.getAttribute("type")).isEqualTo("script_error");
        assertThat(error.getAttribute("message")).isEqualTo("main.py cannot be loaded");
        assertThat(error.getTextContent()).contains("Traceback", "\ufffd[31mSyntaxError\ufffd <&>");
    }

    /** As the parsers of pipelines want it: every attribute there, every count right, the children in their order. */
    @ParameterizedTest
    @MethodSource("reports")
    void it_is_what_pipelines_read_whatever_the_script_wrote(Report report) throws Exception {
        Element suite = suite(report);

        for (String attribute : List.of("name", "package", "id", "hostname", "timestamp", "time")) {
            assertThat(suite.getAttribute(attribute)).as(attribute).isNotBlank();
        }
        assertThat(count(suite, "tests"))
                .isEqualTo(suite.getElementsByTagName("testcase").getLength());
        assertThat(count(suite, "failures"))
                .isEqualTo(suite.getElementsByTagName("failure").getLength());
        assertThat(count(suite, "errors"))
                .isEqualTo(suite.getElementsByTagName("error").getLength());
        assertThat(count(suite, "skipped"))
                .isEqualTo(suite.getElementsByTagName("skipped").getLength());
        assertThat(String.join(" ", children(suite))).matches("properties( testcase)+ system-out system-err");
        for (String attribute : List.of("name", "classname", "time")) {
            assertThat(elements(suite, "testcase"))
                    .allMatch(one -> !one.getAttribute(attribute).isBlank());
        }
    }

    static Stream<Report> reports() {
        return Stream.of(ReportExamples.ofShop(), ReportExamples.ofAttacker(), ReportExamples.ofBrokenScript());
    }

    private static Element suite(Report report) throws Exception {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element root = parsers.newDocumentBuilder()
                .parse(new InputSource(new StringReader(JunitReport.of(report))))
                .getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("testsuites");
        return (Element) root.getFirstChild();
    }

    private static String message(Element suite, String kind) {
        return elements(suite, kind).getFirst().getAttribute("message");
    }

    private static int count(Element suite, String attribute) {
        return Integer.parseInt(suite.getAttribute(attribute));
    }

    /** Their names, and how they came out. */
    private static List<String> cases(Element suite) {
        return elements(suite, "testcase").stream()
                .map(one -> one.getAttribute("name") + ": " + String.join(" ", children(one)))
                .toList();
    }

    private static List<Element> elements(Element suite, String name) {
        NodeList found = suite.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static List<String> children(Element parent) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
            names.add(parent.getChildNodes().item(i).getNodeName());
        }
        return names;
    }
}
