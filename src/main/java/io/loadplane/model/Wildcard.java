package io.loadplane.model;

import java.util.Arrays;
import java.util.List;

/**
 * A name with stars in it, each of which stands for any part of a name. Matching takes no longer than reading pattern and
 * name, whatever they are: callers write both.
 */
public final class Wildcard {

    /** More than any name needs. It is asked when a pattern is written; matching takes any number. */
    public static final int MOST_STARS = 50;

    private final List<Part> parts;

    public Wildcard(String pattern) {
        parts = Arrays.stream(pattern.split("\\*", -1)).map(Part::of).toList();
    }

    public static boolean matches(String pattern, String name) {
        return new Wildcard(pattern).matches(name);
    }

    public static boolean hasTooManyStars(String pattern) {
        return pattern.chars().filter(c -> c == '*').count() > MOST_STARS;
    }

    /** Begin and end are fixed; each part in between is taken where it comes first, which leaves most to the next. */
    public boolean matches(String name) {
        String begin = parts.getFirst().text();
        String end = parts.getLast().text();
        if (parts.size() == 1) {
            return name.equals(begin);
        }
        int last = name.length() - end.length();
        if (!name.startsWith(begin) || !name.endsWith(end) || begin.length() > last) {
            return false;
        }
        int at = begin.length();
        for (Part part : parts.subList(1, parts.size() - 1)) {
            at = part.endIn(name, at, last);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * What stands between two stars, found by the algorithm of Knuth, Morris and Pratt: {@link String#indexOf} takes the
     * product of both lengths for texts like "aaaa…b".
     *
     * @param borders for each beginning of the text, how long its longest proper beginning is that is its end as well
     */
    private record Part(String text, int[] borders) {

        static Part of(String text) {
            int[] borders = new int[text.length()];
            for (int i = 1; i < text.length(); i++) {
                borders[i] = extended(text, borders, borders[i - 1], text.charAt(i));
            }
            return new Part(text, borders);
        }

        /** Where its first occurrence in that part of the name ends; -1 when there is none. */
        int endIn(String name, int from, int to) {
            int matched = 0;
            for (int i = from; i < to && matched < text.length(); i++) {
                matched = extended(text, borders, matched, name.charAt(i));
                if (matched == text.length()) {
                    return i + 1;
                }
            }
            return text.isEmpty() ? from : -1;
        }

        private static int extended(String text, int[] borders, int matched, char next) {
            int length = matched;
            while (length > 0 && text.charAt(length) != next) {
                length = borders[length - 1];
            }
            return text.charAt(length) == next ? length + 1 : 0;
        }
    }
}
