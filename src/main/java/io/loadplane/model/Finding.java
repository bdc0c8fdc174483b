package io.loadplane.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong (or, as a warning, doubtful) in what a caller sent.
 *
 * @param pointer JSON pointer into the request body; null when the finding is about a parameter
 * @param parameter query parameter or header; null when the finding is about the body
 * @param code stable, for programs
 * @param message for people: what is wrong and what would be right
 */
public record Finding(@Nullable String pointer, @Nullable String parameter, String code, String message) {

    /** Messages say which value is wrong, and a value can be as long as a request. */
    private static final int LONGEST_MESSAGE = 8_000;

    public Finding {
        requireNonNull(code, "code is null");
        requireNonNull(message, "message is null");
        if (message.length() > LONGEST_MESSAGE) {
            boolean between = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1));
            message = message.substring(0, LONGEST_MESSAGE - (between ? 1 : 0)) + "…";
        }
    }

    /** A finding in the body; {@code pointer} is {@code ""} for the whole of it. */
    public static Finding at(String pointer, String code, String message) {
        return new Finding(pointer, null, code, message);
    }

    public static Finding inParameter(String parameter, String code, String message) {
        return new Finding(null, parameter, code, message);
    }

    /** One step of a JSON pointer, escaped as RFC 6901 wants it. */
    public static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
