package io.loadplane.api.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.report.Report;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.Results;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CsvReportTest {

    @Test
    void statistics_are_in_the_columns_of_locust() {
        Report report = ReportExamples.of(
                ReportExamples.ofShop().run(),
                Results.of(Fixtures.NOON, Results.endpoint("GET", "/cart", 6, Map.of("10", 400L, "2500", 200L))));

        String csv = CsvReport.of(report, CsvReport.Part.STATS);

        assertThat(csv.split("\r\n"))
                .containsExactly(
                        "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,"
                                + "Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,"
                                + "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%",
                        "GET,/cart,600,6,10,840,10,2500,512,1,0.01,10,10,2500,2500,2500,2500,2500,2500,2500,2500,2500",
                        ",Aggregated,600,6,10,840,10,2500,512,1,0.01,10,10,2500,2500,2500,2500,2500,2500,2500,2500,2500");
    }

    @Test
    void cells_that_a_spreadsheet_would_calculate_are_guarded() {
        String csv = CsvReport.of(ReportExamples.ofAttacker(), CsvReport.Part.STATS);

        assertThat(csv).contains("GET,\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"click\"\")\",500,");
    }

    @Test
    void failures_and_exceptions_have_files_of_their_own() {
        Report report = ReportExamples.ofShop();

        String failures = CsvReport.of(report, CsvReport.Part.FAILURES);
        String exceptions = CsvReport.of(report, CsvReport.Part.EXCEPTIONS);

        assertThat(failures)
                .isEqualTo("Method,Name,Error,Occurrences,First Seen,Last Seen\r\n"
                        + "POST,/pay,HTTPError('504 Gateway Timeout'),17,,\r\n");
        assertThat(exceptions)
                .isEqualTo("Count,Message,Traceback,Nodes\r\n3,KeyError: 'id',\"Traceback …\nKeyError: 'id'\",\r\n");
    }

    @Test
    void the_history_has_a_line_for_each_sample() {
        String csv = CsvReport.of(ReportExamples.ofShop(), CsvReport.Part.HISTORY);

        String[] lines = csv.split("\r\n");
        assertThat(lines).hasSize(301);
        assertThat(lines[0])
                .startsWith("Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%")
                .endsWith("Size");
        assertThat(lines[9].split(",")).hasSameSizeAs(lines[0].split(","));
        assertThat(lines[9]).startsWith(Fixtures.NOON.plusSeconds(16).getEpochSecond() + ",9,,Aggregated,");
    }

    @ParameterizedTest
    @EnumSource
    void a_run_that_measured_nothing_leaves_the_heads_of_columns(CsvReport.Part part) {
        Report report = ReportExamples.ofBrokenScript();

        String csv = CsvReport.of(report, part);

        assertThat(csv.split("\r\n")).hasSize(1);
    }
}
