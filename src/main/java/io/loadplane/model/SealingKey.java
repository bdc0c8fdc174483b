package io.loadplane.model;

import java.util.HexFormat;

/**
 * One key under which secrets are sealed.
 *
 * @param prefix how everything begins that is sealed under it: five bytes in hexadecimal, of which the last four are its id
 * @param primary whether new secrets are sealed under it
 */
public record SealingKey(String prefix, boolean primary) {

    /** As the key set itself writes it. */
    public long id() {
        return id(prefix);
    }

    public static long id(String prefix) {
        return HexFormat.fromHexDigitsToLong(prefix.substring(2));
    }
}
