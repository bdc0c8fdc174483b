package io.loadplane.model.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.Wildcard;
import java.util.Map;

/**
 * A label or an annotation, written as {@code key=value}. An entry of a policy may leave the value out, which allows any,
 * and stars stand for any part of either.
 */
final class Attribute {

    static final Pattern SHAPE = Pattern.compile("([A-Za-z0-9*._/-]{1,317})(?:=(.{0,1000}))?");

    private Attribute() {}

    static String of(Map.Entry<?, ?> attribute) {
        return "%s=%s".formatted(attribute.getKey(), attribute.getValue());
    }

    /** The key has no "=", so the first one ends it. */
    static boolean matches(String pattern, String attribute) {
        Matcher allowed = SHAPE.matcher(pattern);
        int end = attribute.indexOf('=');
        return allowed.matches()
                && Wildcard.matches(allowed.group(1), attribute.substring(0, end))
                && (allowed.group(2) == null || Wildcard.matches(allowed.group(2), attribute.substring(end + 1)));
    }
}
