package io.loadplane.api.report;

import io.loadplane.model.Words;
import io.loadplane.model.comparison.Change;
import io.loadplane.model.comparison.Comparison;
import io.loadplane.model.comparison.EndpointChange;
import io.loadplane.model.comparison.MetricChange;
import java.util.Locale;

/** What is better or worse than in the baseline; what is the same is left out, but for the total. */
final class HtmlComparison {

    private final Html html;

    HtmlComparison(Html html) {
        this.html = html;
    }

    void write(Comparison comparison) {
        html.section("Against the baseline");
        html.open("p").add("b", words(comparison.change()), "class", tone(comparison.change()));
        html.text(": compared with %s, with a tolerance of %s %%"
                        .formatted(
                                comparison.baseline(),
                                Figure.plain(Math.round(1_000 * 100 * comparison.tolerance()) / 1_000.0)))
                .close();
        // Otherwise the table says the same.
        if (comparison.change() == Change.NOT_COMPARABLE) {
            html.open("ul", "class", "plain");
            comparison.reasons().forEach(reason -> html.add("li", reason));
            html.close();
        }
        EndpointChange total = comparison.total();
        if (total != null) {
            html.table("Endpoint", "Figure", "#Baseline", "#Now", "#Change", "");
            write(total, true);
            comparison.endpoints().forEach(endpoint -> write(endpoint, false));
            html.endTable();
        }
        html.close();
    }

    private void write(EndpointChange endpoint, boolean all) {
        for (MetricChange metric : endpoint.metrics()) {
            if (all || metric.change() == Change.REGRESSED || metric.change() == Change.IMPROVED) {
                boolean ratio = metric.metric().equals("failure_ratio");
                Double relative = metric.relative();
                html.open("tr").name((endpoint.method() + " " + endpoint.name()).strip());
                html.add("td", metric.metric().replace('_', ' '));
                html.number(ratio ? Figure.percent(metric.baseline()) : Figure.rate(metric.baseline()));
                html.number(ratio ? Figure.percent(metric.actual()) : Figure.rate(metric.actual()));
                html.number(relative == null ? "–" : String.format(Locale.ROOT, "%+.0f %%", 100 * relative));
                html.add("td", words(metric.change()), "class", tone(metric.change()))
                        .close();
            }
        }
    }

    private static String words(Change change) {
        return Words.of(change).replace('_', ' ');
    }

    private static String tone(Change change) {
        return switch (change) {
            case IMPROVED -> "good mark";
            case REGRESSED -> "bad mark";
            case SAME, NOT_COMPARABLE -> "soft";
        };
    }
}
