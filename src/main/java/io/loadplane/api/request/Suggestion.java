package io.loadplane.api.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant who wrote a name that does not exist. */
public final class Suggestion {

    private static final int FARTHEST = 3;

    /** No name of ours is longer. */
    private static final int LONGEST = 100;

    private Suggestion() {}

    /** Ends a sentence: {@code "; did you mean …?"}, or nothing when no known name is near. */
    public static String of(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return "";
        }
        Optional<String> nearest = known.stream()
                .filter(name -> distance(written, name) <= Math.min(FARTHEST, written.length() / 3))
                .min(Comparator.comparingInt(name -> distance(written, name)));
        return nearest.map(name -> "; did you mean \"%s\"?".formatted(name)).orElse("");
    }

    /** Levenshtein's: how many letters must be added, left out or changed. Case and separators do not count. */
    private static int distance(String written, String known) {
        String from = written.toLowerCase(Locale.ROOT).replace("-", "_");
        String b = known.toLowerCase(Locale.ROOT);
        if (Math.abs(from.length() - b.length()) > FARTHEST
                && !from.replace("_", "").equals(b.replace("_", ""))) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
