package io.loadplane.cli;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Criteria as they are written on a command line: {@code p95 < 300}, {@code failure_ratio{GET /cart} < 1% after 30s},
 * {@code avg < 2s or stop}, {@code p99 baseline +10%}.
 */
final class Criteria implements ITypeConverter<Criteria.Written> {

    private static final Pattern SHAPE = Pattern.compile("\\s*(?<metric>[a-z][a-z0-9_.]*)\\s*(\\{(?<endpoint>.*)})?\\s*"
            + "((?<op><=|>=|<|>)\\s*(?<value>\\d+(\\.\\d+)?)\\s*(?<unit>%|ms|s)?|baseline\\s*(?<baseline>[+-]\\d+(\\.\\d+)?%))"
            + "(\\s+after\\s+(?<after>\\S+))?(\\s+or\\s+(?<action>stop))?\\s*");

    /** One of them, as the service takes it. */
    record Written(Map<String, Object> fields) {

        Written {
            fields = Map.copyOf(fields);
        }
    }

    @Override
    public Written convert(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()
                || "%".equals(matcher.group("unit")) && !matcher.group("metric").equals("failure_ratio")) {
            throw new TypeConversionException(
                    "\"%s\" is no criterion, such as 'p95 < 300', 'failure_ratio < 1%%' or 'p95{GET /cart} < 300'"
                            .formatted(text));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String field : List.of("metric", "endpoint", "op", "baseline", "after", "action")) {
            if (matcher.group(field) != null) {
                fields.put(field, matcher.group(field).strip());
            }
        }
        if (matcher.group("value") != null) {
            fields.put("value", value(new BigDecimal(matcher.group("value")), matcher.group("unit")));
        }
        return new Written(fields);
    }

    private static BigDecimal value(BigDecimal number, @Nullable String unit) {
        if (unit == null) {
            return number;
        }
        return switch (unit) {
            case "%" -> number.movePointLeft(2);
            case "s" -> number.movePointRight(3);
            default -> number;
        };
    }

    static String number(double value) {
        return BigDecimal.valueOf(Math.round(value * 10_000) / 10_000.0)
                .stripTrailingZeros()
                .toPlainString();
    }
}
