package io.loadplane.model;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Makes ULIDs (github.com/ulid/spec) in lower case, so that they fit DNS labels; a later millisecond sorts after an earlier one. */
public final class Ulid {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final Pattern SHAPE = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

    private Ulid() {}

    public static String next(Instant now, RandomGenerator random) {
        char[] text = new char[26];
        long time = now.toEpochMilli();
        for (int i = 9; i >= 0; i--) {
            text[i] = ALPHABET[(int) (time & 31)];
            time >>>= 5;
        }
        for (int i = 10; i < 26; i++) {
            text[i] = ALPHABET[random.nextInt(32)];
        }
        return new String(text);
    }

    /** The id text itself, or an error that says which kind of id was expected. */
    static String require(String prefix, String value) {
        if (!isId(prefix, value)) {
            throw new IllegalArgumentException("not an id of the form %s<ulid>: %s".formatted(prefix, value));
        }
        return value;
    }

    static boolean isId(String prefix, String value) {
        return value.startsWith(prefix)
                && SHAPE.matcher(value.substring(prefix.length())).matches();
    }
}
