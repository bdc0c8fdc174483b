package io.loadplane.api.report;

import io.loadplane.model.run.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Lines over time as SVG, in the size of a phone so that its letters stay readable there.
 *
 * @param title with the unit of its lines
 */
record Chart(String title, List<Line> lines) {

    private static final int WIDTH = 360;
    private static final int HEIGHT = 170;
    private static final int LEFT = 44;
    private static final int RIGHT = 8;
    private static final int TOP = 8;
    private static final int BOTTOM = 20;

    /** As many as can be told apart; of each, the lowest and the highest value are drawn. */
    private static final int COLUMNS = 150;

    record Line(String name, ToDoubleFunction<Sample> value) {}

    void draw(List<Sample> samples, Html html) {
        html.open("figure").add("figcaption", title);
        html.open("ul", "class", "legend");
        for (int i = 0; i < lines.size(); i++) {
            double peak =
                    samples.stream().mapToDouble(lines.get(i).value()).max().orElse(0);
            html.open("li", "class", "l" + i)
                    .text("%s, at most %s".formatted(lines.get(i).name(), shortRate(peak)))
                    .close();
        }
        html.close();
        double seconds = Math.max(1, seconds(samples, samples.getLast()));
        double top = ceiling(lines.stream()
                .mapToDouble(
                        line -> samples.stream().mapToDouble(line.value()).max().orElse(0))
                .max()
                .orElse(0));
        html.open("svg", "viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT), "role", "img", "aria-label", title);
        drawAxes(seconds, top, html);
        for (int i = 0; i < lines.size(); i++) {
            html.open("polyline", "class", "l" + i, "points", points(samples, lines.get(i), seconds, top));
        }
        html.close().close();
    }

    private static void drawAxes(double seconds, double top, Html html) {
        for (int i = 0; i <= 4; i++) {
            String y = coordinate(y(top * i / 4, top));
            html.open("line", "x1", "" + LEFT, "x2", "" + (WIDTH - RIGHT), "y1", y, "y2", y);
            html.add("text", shortRate(top * i / 4), "x", "" + (LEFT - 4), "y", y);
        }
        for (int i = 0; i <= 4; i++) {
            String x = coordinate(x(seconds * i / 4, seconds));
            String anchor = i == 0 ? "start" : i == 4 ? "end" : "middle";
            html.add(
                    "text", Figure.clock(Math.round(seconds * i / 4)), "x", x, "y", "" + (HEIGHT - 6), "class", anchor);
        }
    }

    /** Peaks are what people look for, so no column of the picture loses its own. */
    private static String points(List<Sample> samples, Line line, double seconds, double top) {
        StringBuilder points = new StringBuilder();
        int at = 0;
        while (at < samples.size()) {
            int column = column(samples, at, seconds);
            int low = at;
            int high = at;
            while (at < samples.size() && column(samples, at, seconds) == column) {
                double value = line.value().applyAsDouble(samples.get(at));
                low = value < line.value().applyAsDouble(samples.get(low)) ? at : low;
                high = value > line.value().applyAsDouble(samples.get(high)) ? at : high;
                at++;
            }
            for (int drawn : low == high ? new int[] {low} : new int[] {Math.min(low, high), Math.max(low, high)}) {
                Sample sample = samples.get(drawn);
                points.append(coordinate(x(seconds(samples, sample), seconds)))
                        .append(',')
                        .append(coordinate(y(line.value().applyAsDouble(sample), top)))
                        .append(' ');
            }
        }
        return points.toString();
    }

    private static int column(List<Sample> samples, int at, double seconds) {
        return (int) (seconds(samples, samples.get(at)) / seconds * COLUMNS);
    }

    private static double seconds(List<Sample> samples, Sample sample) {
        return Duration.between(samples.getFirst().at(), sample.at()).toMillis() / 1000.0;
    }

    private static double x(double seconds, double all) {
        return LEFT + Math.clamp(seconds / all, 0, 1) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - Math.clamp(value / top, 0, 1) * (HEIGHT - TOP - BOTTOM);
    }

    /** The next of 1, 2, 4, 6, 8 times a power of ten, so that its quarters are short. */
    private static double ceiling(double value) {
        if (value <= 0 || !Double.isFinite(value)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (int step : List.of(1, 2, 4, 6, 8)) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String shortRate(double value) {
        return Figure.rate(value).replaceFirst("\\.0+$", "");
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
