package io.loadplane.model;

import java.time.Clock;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Where new ids and tokens come from.
 *
 * @param random must be cryptographically strong: agent tokens come from it too
 */
public record Ids(Clock clock, RandomGenerator random) {

    /** A new id such as {@code run-01h…}. */
    public String next(String prefix) {
        return prefix + Ulid.next(clock.instant(), random);
    }

    /** 256 bits as hexadecimal text. */
    public String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether the text is an id with that prefix. */
    public static boolean matches(String prefix, String value) {
        return Ulid.isId(prefix, value);
    }

    /** Checks the text of an id against its prefix; every id type calls this when it is made. */
    public static String require(String prefix, String value) {
        return Ulid.require(prefix, value);
    }
}
