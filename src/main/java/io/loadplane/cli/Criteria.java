package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Criteria as they are written on a command line: {@code p95 < 300}, {@code failure_ratio{GET /cart} < 1%}. */
final class Criteria implements ITypeConverter<Criteria.Written> {

    private static final Pattern SHAPE = Pattern.compile(
            "\\s*(?<metric>[a-z][a-z0-9_.]*)\\s*(\\{(?<endpoint>.*)})?\\s*(?<op><=|>=|<|>)\\s*(?<value>\\d+(\\.\\d+)?)\\s*(?<unit>%|ms|s)?\\s*");

    /** One of them, as the service takes it. */
    record Written(Map<String, Object> fields) {

        Written {
            fields = Map.copyOf(fields);
        }
    }

    @Override
    public Written convert(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "\"%s\" is no criterion, such as 'p95 < 300', 'failure_ratio < 1%%' or 'p95{GET /cart} < 300'"
                            .formatted(text));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("metric", matcher.group("metric"));
        if (matcher.group("endpoint") != null) {
            fields.put("endpoint", matcher.group("endpoint").strip());
        }
        fields.put("op", matcher.group("op"));
        fields.put("value", value(new BigDecimal(matcher.group("value")), matcher.group("unit")));
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

    /** As it would be written. */
    static String format(JsonNode criterion) {
        String endpoint = criterion.path("endpoint").isTextual()
                ? "{" + criterion.path("endpoint").asText() + "}"
                : "";
        return "%s%s %s %s"
                .formatted(
                        criterion.path("metric").asText(),
                        endpoint,
                        criterion.path("op").asText(),
                        number(criterion.path("value").asDouble()));
    }

    static String number(double value) {
        return BigDecimal.valueOf(Math.round(value * 10_000) / 10_000.0)
                .stripTrailingZeros()
                .toPlainString();
    }
}
