package io.loadplane.model.loadtest;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** A Kubernetes quantity such as {@code 500m}, {@code 1.5}, {@code 128Mi} or {@code 1e3}. */
public final class Quantity {

    private static final Pattern SHAPE =
            Pattern.compile("\\+?(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})([eE][+-]?\\d{1,2}|[numkMGTPE]|[KMGTPE]i)?");

    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
            Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
            Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
            Map.entry("k", BigDecimal.ONE.movePointRight(3)),
            Map.entry("M", BigDecimal.ONE.movePointRight(6)),
            Map.entry("G", BigDecimal.ONE.movePointRight(9)),
            Map.entry("T", BigDecimal.ONE.movePointRight(12)),
            Map.entry("P", BigDecimal.ONE.movePointRight(15)),
            Map.entry("E", BigDecimal.ONE.movePointRight(18)),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    private Quantity() {}

    public static Optional<BigDecimal> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String suffix = matcher.group(2);
        String number = matcher.group(1);
        if (suffix == null) {
            return Optional.of(new BigDecimal(number));
        }
        BigDecimal factor = SUFFIXES.get(suffix);
        return Optional.of(factor == null ? new BigDecimal(number + suffix) : new BigDecimal(number).multiply(factor));
    }
}
