package io.loadplane.api.report;

import com.google.re2j.Pattern;
import io.loadplane.model.run.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lines over time as SVG, in the size of a phone so that its letters stay readable there.
 *
 * @param title with the unit of its lines
 */
record Chart(String title, List<Line> lines) {

    private static final Pattern NO_FRACTION = Pattern.compile("\\.0+$");
    private static final int WIDTH = 360;
    private static final int HEIGHT = 170;
    private static final int LEFT = 44;
    private static final int RIGHT = 8;
    private static final int TOP = 8;
    private static final int BOTTOM = 20;

    /** As many as can be told apart; of each, the lowest and the highest value are drawn. */
    private static final int COLUMNS = 150;

    /**
     * @param value null where there is none
     */
    record Line(String name, Function<Sample, @Nullable Double> value) {

        private List<Point> points(List<Sample> samples) {
            List<Point> points = new ArrayList<>();
            for (Sample sample : samples) {
                Double known = value.apply(sample);
                if (known != null && Double.isFinite(known)) {
                    Duration since = Duration.between(samples.getFirst().at(), sample.at());
                    points.add(new Point(since.toMillis() / 1000.0, known));
                }
            }
            return points;
        }
    }

    private record Point(double seconds, double value) {}

    /** Draws nothing where nothing is known. */
    void draw(List<Sample> samples, Html html) {
        List<List<Point>> all = lines.stream().map(line -> line.points(samples)).toList();
        if (all.stream().allMatch(List::isEmpty)) {
            return;
        }
        html.open("figure").add("figcaption", title);
        html.open("ul", "class", "legend");
        for (int i = 0; i < lines.size(); i++) {
            html.open("li", "class", "l" + i)
                    .text("%s, at most %s".formatted(lines.get(i).name(), shortRate(peak(all.get(i)))))
                    .close();
        }
        html.close();
        Instant start = samples.getFirst().at();
        double seconds =
                Math.max(1, Duration.between(start, samples.getLast().at()).toMillis() / 1000.0);
        double top = ceiling(all.stream().mapToDouble(Chart::peak).max().orElse(0));
        html.open("svg", "viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT), "role", "img", "aria-label", title);
        drawAxes(seconds, top, html);
        for (int i = 0; i < lines.size(); i++) {
            html.open("polyline", "class", "l" + i, "points", path(all.get(i), seconds, top));
        }
        html.close().close();
    }

    private static double peak(List<Point> points) {
        return points.stream().mapToDouble(Point::value).max().orElse(0);
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
    private static String path(List<Point> points, double seconds, double top) {
        StringBuilder path = new StringBuilder();
        int at = 0;
        while (at < points.size()) {
            int column = column(points.get(at), seconds);
            int low = at;
            int high = at;
            while (at < points.size() && column(points.get(at), seconds) == column) {
                low = points.get(at).value() < points.get(low).value() ? at : low;
                high = points.get(at).value() > points.get(high).value() ? at : high;
                at++;
            }
            for (int drawn : low == high ? new int[] {low} : new int[] {Math.min(low, high), Math.max(low, high)}) {
                path.append(coordinate(x(points.get(drawn).seconds(), seconds)))
                        .append(',')
                        .append(coordinate(y(points.get(drawn).value(), top)))
                        .append(' ');
            }
        }
        return path.toString();
    }

    private static int column(Point point, double seconds) {
        return (int) (point.seconds() / seconds * COLUMNS);
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
        return NO_FRACTION.matcher(Figure.rate(value)).replaceFirst("");
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
