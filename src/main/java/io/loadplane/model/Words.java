package io.loadplane.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How our enums are written in JSON and in SQL: in lower case. */
public final class Words {

    private Words() {}

    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    public static <E extends Enum<E>> Optional<E> parse(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> of(value).equals(word))
                .findFirst();
    }

    /** Reads back what {@link #of} wrote; anything else was not written by us. */
    public static <E extends Enum<E>> E read(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    /** A name of Java as JSON and SQL write it: {@code runTime} is {@code run_time}. */
    public static String snakeCase(String name) {
        StringBuilder written = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c) && !written.isEmpty()) {
                written.append('_');
            }
            written.append(Character.toLowerCase(c));
        }
        return written.toString();
    }

    public static List<String> all(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
    }
}
