package io.loadplane.model.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.Wildcard;
import java.util.Map;
import java.util.function.Predicate;

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

    /** Which attributes an entry of a policy has in it. Keys have no "=", so the first one ends them. */
    static Predicate<String> reads(String entry) {
        Matcher allowed = SHAPE.matcher(entry);
        if (!allowed.matches()) {
            return attribute -> false;
        }
        Wildcard key = new Wildcard(allowed.group(1));
        Wildcard value = new Wildcard(allowed.group(2) == null ? "*" : allowed.group(2));
        return attribute -> {
            int end = attribute.indexOf('=');
            return key.matches(attribute.substring(0, end)) && value.matches(attribute.substring(end + 1));
        };
    }
}
