package io.loadplane.model.helm;

import com.google.re2j.Pattern;
import io.loadplane.model.Findings;
import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the chart expects of a value. A text that holds the right thing is as good: some tools can only hand on texts. */
enum ValueType {
    TEXT("text", "a text"),
    NUMBER("number", "a whole number"),
    FLAG("true/false", "true or false"),
    TEXTS("list of texts", "a list of texts such as [\"a\", \"b\"]"),
    TEXT_MAP("map of texts", "an object whose values are texts"),
    KEYS("map of lists", "an object whose values are lists of texts"),
    OBJECT("object", "an object"),
    OBJECTS("list of objects", "a list of objects"),
    ANY("", "");

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");

    private final String word;
    private final String expected;

    ValueType(String word, String expected) {
        this.word = word;
        this.expected = expected;
    }

    /** For the table. */
    String word() {
        return word;
    }

    /** Whether a dotted key may go on below such a value. */
    boolean hasEntries() {
        return this == TEXT_MAP || this == KEYS || this == OBJECT || this == ANY;
    }

    /** The value in its proper type; empty, with findings, when it has another. */
    Optional<Written> restore(Written written, String path, Findings findings) {
        boolean plain = this == TEXT || this == NUMBER || this == FLAG;
        Written opened = plain ? written : opened(written, findings);
        @Nullable
        Written restored = switch (this) {
            case TEXT -> text(opened);
            case NUMBER -> number(opened);
            case FLAG -> flag(opened);
            case TEXTS -> texts(opened);
            case TEXT_MAP -> entries(opened, ValueType::text);
            case KEYS -> entries(opened, ValueType::keys);
            case OBJECT -> opened instanceof Branch ? opened : null;
            case OBJECTS -> items(opened, item -> item instanceof Branch ? item : null);
            case ANY -> opened;
        };
        if (restored == null) {
            findings.error(written.pointer(), "wrong_type", "%s must be %s".formatted(path, expected));
        }
        return Optional.ofNullable(restored);
    }

    /** Lists and maps may stand in a text as JSON. */
    static Written opened(Written written, Findings findings) {
        if (!(written instanceof Scalar scalar)) {
            return written;
        }
        return JsonText.parse(scalar.text())
                .flatMap(value -> new WrittenReader(findings).readInside(value, written.pointer()))
                .orElse(written);
    }

    private static @Nullable Written text(Written written) {
        if (!(written instanceof Scalar scalar)) {
            return null;
        }
        Object value = scalar.value() instanceof Double number
                ? BigDecimal.valueOf(number).toPlainString()
                : scalar.text();
        return new Scalar(value, scalar.pointer());
    }

    private static @Nullable Written number(Written written) {
        if (!(written instanceof Scalar scalar)) {
            return null;
        }
        if (scalar.value() instanceof Integer) {
            return scalar;
        }
        return WHOLE.matcher(scalar.text()).matches()
                ? new Scalar(Integer.parseInt(scalar.text()), scalar.pointer())
                : null;
    }

    private static @Nullable Written flag(Written written) {
        if (!(written instanceof Scalar scalar)) {
            return null;
        }
        return switch (scalar.text()) {
            case "true" -> new Scalar(true, scalar.pointer());
            case "false" -> new Scalar(false, scalar.pointer());
            default -> null;
        };
    }

    private static @Nullable Written texts(Written written) {
        return items(written, ValueType::text);
    }

    /** The chart's own example writes a single key without a list. */
    private static @Nullable Written keys(Written written) {
        return written instanceof Scalar
                ? new Items(List.of(written), written.pointer())
                : items(written, ValueType::text);
    }

    private static @Nullable Written items(Written written, Restoring restoring) {
        if (!(written instanceof Items items)) {
            return null;
        }
        List<Written> restored = new ArrayList<>();
        for (Written item : items.values()) {
            Written value = restoring.restore(item);
            if (value == null) {
                return null;
            }
            restored.add(value);
        }
        return new Items(restored, items.pointer());
    }

    private static @Nullable Written entries(Written written, Restoring restoring) {
        if (!(written instanceof Branch branch)) {
            return null;
        }
        Map<String, Written> restored = new LinkedHashMap<>();
        for (Map.Entry<String, Written> entry : branch.entries().entrySet()) {
            Written value = restoring.restore(entry.getValue());
            if (value == null) {
                return null;
            }
            restored.put(entry.getKey(), value);
        }
        return new Branch(restored, branch.pointer());
    }

    /** One value into its type, or nothing. */
    private interface Restoring {
        @Nullable
        Written restore(Written written);
    }
}
