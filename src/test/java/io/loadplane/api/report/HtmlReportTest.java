package io.loadplane.api.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.report.Report;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final Pattern TAG = Pattern.compile("<([a-z!/][^>]*)>");

    @Test
    void it_tells_what_was_asked_and_what_came_out() {
        String html = HtmlReport.of(ReportExamples.ofShop());

        assertThat(html)
                .contains("checkout-smoke", "run 7", "p95 &lt; 300", "380.25", "never called", "degraded")
                .contains("a worker used 97 % of its CPU", "60,917", "/shop/29", "504 Gateway Timeout", "KeyError")
                .contains("pod-a_1", "https://shop.example", "API_KEY", "after the cache change")
                .doesNotContain("very-secret");
    }

    @Test
    void it_loads_and_runs_nothing() {
        String html = HtmlReport.of(ReportExamples.ofShop());

        assertThat(html).contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;");
        assertThat(tags(html))
                .noneMatch(tag -> tag.startsWith("script") || tag.startsWith("link") || tag.startsWith("iframe"))
                .noneMatch(tag -> tag.matches(".*\\s(src|href|style|on[a-z]+)=.*"));
    }

    /** Whatever the script says, the report has the same tags with the same names of attributes. */
    @Test
    void a_hostile_script_changes_nothing_but_text() {
        Report hostile = ReportExamples.ofAttacker();
        Report tame = ReportExamples.ofAttacker("tame");

        String html = HtmlReport.of(hostile);

        assertThat(skeleton(html)).isEqualTo(skeleton(HtmlReport.of(tame)));
        assertThat(html).doesNotContain("<script", "\u202e", "\u0000", "x".repeat(5_000));
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;", "🛒");
        assertThat(html.codePoints()).noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    @Test
    void a_run_that_never_had_a_load_says_why() {
        String html = HtmlReport.of(ReportExamples.ofBrokenScript());

        assertThat(html)
                .contains("script_error", "main.py cannot be loaded", "Mend the script", "Nothing was measured");
    }

    @Test
    void the_slowest_endpoint_and_failures_are_marked() {
        Report report = ReportExamples.of(
                ReportExamples.ofShop().run(),
                Results.of(
                        Fixtures.NOON,
                        Results.endpoint("GET", "/quick", 0, Map.of("10", 100L)),
                        Results.endpoint("GET", "/slow", 3, Map.of("700", 100L))));

        List<String> marked = Pattern.compile("<td class=\"n (?:bad|doubt) mark\">([^<]*)")
                .matcher(HtmlReport.of(report))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(marked).containsExactly("3", "3.00 %", "700", "3", "1.50 %");
    }

    @Test
    void a_peak_between_thousands_of_samples_is_drawn() {
        Report shop = ReportExamples.ofShop();
        Report long_ =
                new Report(shop.run(), shop.statistics(), null, Results.samples(Fixtures.NOON, 20_001), List.of());

        String html = HtmlReport.of(long_);

        String requests = html.substring(html.indexOf("aria-label=\"Requests per second\""));
        String line = requests.substring(requests.indexOf("points=\"") + 8);
        List<Double> heights = Pattern.compile(",([\\d.]+)")
                .matcher(line.substring(0, line.indexOf('"')))
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
        assertThat(heights).hasSizeBetween(100, 310);
        assertThat(heights.stream().filter(height -> height < 50)).hasSize(1);
    }

    /** The script in the examples makes no request for some seconds now and then. */
    @Test
    void what_is_not_known_is_not_drawn() {
        String html = HtmlReport.of(ReportExamples.ofShop());

        assertThat(html)
                .contains("aria-label=\"Response time", "CPU of the workers")
                .doesNotContain("NaN");
    }

    @Test
    void two_thousand_endpoints_are_cut_to_the_busiest() {
        List<EndpointStatistics> endpoints = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            endpoints.add(Results.endpoint("GET", "/" + i, 0, Map.of("10", 1_000L + i)));
        }
        Report report = ReportExamples.of(
                ReportExamples.ofShop().run(), Results.of(Fixtures.NOON, endpoints, List.of(), List.of()));

        String html = HtmlReport.of(report);

        assertThat(html)
                .contains("GET /1999<", "GET /1500<", "1,500 more endpoints")
                .doesNotContain("GET /1499<");
        assertThat(html.length()).isLessThan(500_000);
    }

    private static List<String> tags(String html) {
        return TAG.matcher(html).results().map(found -> found.group(1)).toList();
    }

    private static List<String> skeleton(String html) {
        return tags(html).stream()
                .map(tag -> tag.replaceAll("=\"[^\"]*\"", "").strip())
                .toList();
    }
}
