package io.loadplane.model.helm;

import com.google.re2j.Pattern;
import io.loadplane.model.Durations;
import io.loadplane.model.Findings;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Locust can be told by an argument or by a variable. The chart has no values for users or run time, so its users
 * say them in this way.
 *
 * @param flags the long form first
 * @param kind how its value is written
 * @param field where the definition says it; null for what a run does anyway
 */
record LocustOption(List<String> flags, Kind kind, @Nullable String field) {

    /** How a value is written. */
    enum Kind {
        FLAG,
        TEXT,
        NUMBER,
        RATE,
        TIME,
        WORDS
    }

    static final List<LocustOption> ALL = List.of(
            new LocustOption(List.of("--host", "-H"), Kind.TEXT, "/host"),
            new LocustOption(List.of("--users", "-u"), Kind.NUMBER, "/users"),
            new LocustOption(List.of("--spawn-rate", "-r", "--hatch-rate"), Kind.RATE, "/spawn_rate"),
            new LocustOption(List.of("--run-time", "-t"), Kind.TIME, "/run_time"),
            new LocustOption(List.of("--stop-timeout", "-s"), Kind.TIME, "/stop_timeout"),
            new LocustOption(List.of("--tags", "-T"), Kind.WORDS, "/tags"),
            new LocustOption(List.of("--exclude-tags", "-E"), Kind.WORDS, "/exclude_tags"),
            new LocustOption(List.of("--user-classes"), Kind.WORDS, "/user_classes"),
            new LocustOption(List.of("--expect-workers-max-wait"), Kind.TIME, "/workers_wait"),
            new LocustOption(List.of("--headless"), Kind.FLAG, null),
            new LocustOption(List.of("--autostart"), Kind.FLAG, null),
            new LocustOption(List.of("--autoquit"), Kind.NUMBER, null),
            new LocustOption(List.of("--expect-workers"), Kind.NUMBER, null),
            new LocustOption(List.of("--only-summary"), Kind.FLAG, null),
            new LocustOption(List.of("--print-stats"), Kind.FLAG, null));

    static Optional<LocustOption> byFlag(String flag) {
        return ALL.stream().filter(option -> option.flags().contains(flag)).findFirst();
    }

    static Optional<LocustOption> byVariable(String name) {
        return ALL.stream()
                .filter(option -> option.flags().stream()
                        .anyMatch(
                                flag -> flag.startsWith("--") && variable(flag).equals(name)))
                .findFirst();
    }

    /** Locust's own rule for the names of its variables. */
    static String variable(String flag) {
        return "LOCUST_" + flag.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Into the definition, in its own notation. */
    void translate(String text, Written origin, DefinitionTree tree, Findings findings) {
        Object value = value(text.strip());
        if (value == null) {
            findings.error(
                    origin.pointer(),
                    "wrong_type",
                    "%s must be %s"
                            .formatted(
                                    flags.getFirst(),
                                    kind == Kind.TIME ? Durations.EXPECTED + " or seconds" : "a number"));
        } else if (field != null && value instanceof List<?> words) {
            List<Written> items = new ArrayList<>();
            words.forEach(word -> items.add(new Scalar(word, origin.pointer())));
            tree.put(field, new Items(items, origin.pointer()), findings);
        } else if (field != null) {
            tree.put(field, value, origin, findings);
        }
    }

    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private @Nullable Object value(String text) {
        return switch (kind) {
            case FLAG, TEXT -> text;
            case NUMBER -> WHOLE.matcher(text).matches() ? Integer.parseInt(text) : null;
            case RATE -> DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : null;
            case TIME -> time(text);
            case WORDS -> text.isEmpty() ? List.of() : List.of(LoadValues.SPACES.split(text));
        };
    }

    /** Locust counts a bare number as seconds; here every duration has a unit. */
    private static @Nullable String time(String text) {
        String withUnit = WHOLE.matcher(text).matches() ? text + "s" : text;
        return Durations.parse(withUnit).map(duration -> withUnit).orElse(null);
    }
}
