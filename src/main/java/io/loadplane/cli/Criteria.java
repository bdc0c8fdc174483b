package io.loadplane.cli;

import io.loadplane.model.Durations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Criteria as they are written on a command line: {@code p95 < 300}, {@code failure_ratio{GET /cart} < 1% after 30s},
 * {@code avg < 2s or stop over 1m}, {@code p99 baseline +10%}.
 */
final class Criteria {

    private static final Pattern HEAD =
            Pattern.compile("\\s*(?<metric>[^\\s{<>=]*)\\s*(\\{(?<endpoint>.*)})?\\s*(?<bound>.*)");
    private static final Pattern BOUND = Pattern.compile("(?<op>[<>=!]+|baseline\\b)?\\s*(?<threshold>.*?)"
            + "(\\s+after\\b\\s*(?<after>.*?))?(\\s+or\\b\\s*(?<action>.*?))?\\s*");
    private static final Pattern OPERATOR = Pattern.compile("[<>]=?");
    private static final Pattern VALUE = Pattern.compile("(?<number>\\d+(\\.\\d+)?)\\s*(?<unit>%|[A-Za-z]+)?");
    private static final Pattern DIFFERENCE = Pattern.compile("[+-]\\d+(\\.\\d+)?%");
    private static final Pattern ACTION = Pattern.compile("stop(\\s+over\\s+(?<window>\\S+))?");
    private static final Pattern TIME = Pattern.compile("avg|median|min|max|p\\d.*");

    private Criteria() {}

    /** As the service takes them. The failure says what is wrong with each. */
    static List<Map<String, Object>> read(List<String> texts) {
        List<Map<String, Object>> read = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        for (String text : texts) {
            try {
                read.add(read(text));
            } catch (NotUnderstood e) {
                findings.add("\"%s\" is no criterion: %s".formatted(text, e.getMessage()));
            }
        }
        if (!findings.isEmpty()) {
            throw new CommandFailure(Exit.USAGE, String.join("\n", findings));
        }
        return read;
    }

    private static Map<String, Object> read(String text) throws NotUnderstood {
        Matcher head = matched(HEAD, text.strip(), "it must be in one line");
        String metric = head.group("metric");
        String bound = head.group("bound");
        if (!metric.matches("[a-z].*")) {
            throw new NotUnderstood("\"%s\" must be a metric in small letters, such as p95".formatted(metric));
        } else if (bound.startsWith("{")) {
            throw new NotUnderstood("the } after the endpoint is missing");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("metric", metric);
        if (head.group("endpoint") != null) {
            fields.put("endpoint", head.group("endpoint").strip());
        }
        Matcher parts = matched(BOUND, bound, "it must be in one line");
        readThreshold(metric, parts, fields);
        if (parts.group("after") != null) {
            if (!parts.group("after").matches("\\S+")) {
                throw new NotUnderstood("one time must follow \"after\", such as 30s or ramp_up");
            }
            fields.put("after", parts.group("after"));
        }
        readAction(parts.group("action"), fields);
        return fields;
    }

    private static void readThreshold(String metric, Matcher parts, Map<String, Object> fields) throws NotUnderstood {
        String operator = parts.group("op");
        String threshold = parts.group("threshold");
        if (operator == null) {
            throw new NotUnderstood("after the metric, <, <=, > or >= and a number must follow, or \"baseline +10%\"");
        } else if (operator.equals("baseline")) {
            matched(DIFFERENCE, threshold, "\"baseline\" takes a percentage with its sign, such as +10% or -5%");
            fields.put("baseline", threshold);
            return;
        }
        matched(OPERATOR, operator, "\"%s\" must be <, <=, > or >=".formatted(operator));
        fields.put("op", operator);
        Matcher value = matched(
                VALUE,
                threshold,
                "\"%s\" must be a number such as 300 or 0.5, or one with a unit".formatted(threshold));
        fields.put("value", value(metric, new BigDecimal(value.group("number")), value.group("unit")));
    }

    private static BigDecimal value(String metric, BigDecimal number, @Nullable String unit) throws NotUnderstood {
        if (unit == null) {
            return number;
        }
        boolean time = TIME.matcher(metric).matches();
        if (time && unit.equals("s")) {
            return number.movePointRight(3);
        } else if (time && unit.equals("ms")) {
            return number;
        } else if (metric.equals("failure_ratio") && unit.equals("%")) {
            return number.movePointLeft(2);
        }
        String possible = time ? "ms or s" : metric.equals("failure_ratio") ? "%" : "none";
        throw new NotUnderstood("\"%s\" cannot be the unit of %s; possible: %s".formatted(unit, metric, possible));
    }

    private static void readAction(@Nullable String action, Map<String, Object> fields) throws NotUnderstood {
        if (action == null) {
            return;
        }
        String expected = "\"or %s\" must be \"or stop\", or with a time, \"or stop over 30s\"".formatted(action);
        String window = matched(ACTION, action, expected).group("window");
        fields.put("action", "stop");
        if (window != null && Durations.parse(window).isEmpty()) {
            throw new NotUnderstood("\"%s\" is not %s".formatted(window, Durations.EXPECTED));
        } else if (window != null) {
            fields.put("window", window);
        }
    }

    private static Matcher matched(Pattern shape, String text, String otherwise) throws NotUnderstood {
        Matcher matcher = shape.matcher(text);
        if (!matcher.matches()) {
            throw new NotUnderstood(otherwise);
        }
        return matcher;
    }

    static String number(double value) {
        return BigDecimal.valueOf(Math.round(value * 10_000) / 10_000.0)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static final class NotUnderstood extends Exception {

        NotUnderstood(String message) {
            super(message);
        }
    }
}
