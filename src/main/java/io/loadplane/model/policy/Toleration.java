package io.loadplane.model.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.Wildcard;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Taints that a pod puts up with, as kubectl writes them: {@code key=value:effect}. A "*" stands for any; what a policy
 * leaves out is any too.
 */
record Toleration(String key, String value, String effect) {

    static final Pattern SHAPE = Pattern.compile("([A-Za-z0-9*._/-]+)(?:=([A-Za-z0-9*._-]*))?(?::([A-Za-z*]+))?");

    /** What Kubernetes means by a toleration, in which what is missing is any, too. */
    static Toleration of(Map<?, ?> tree) {
        boolean equal = "Equal".equals(Objects.requireNonNullElse(tree.get("operator"), "Equal"));
        return new Toleration(
                text(tree.get("key"), "*"), equal ? text(tree.get("value"), "") : "*", text(tree.get("effect"), "*"));
    }

    /** Whether an entry of a policy covers all that is tolerated. */
    static boolean matches(String pattern, String toleration) {
        Matcher allowed = SHAPE.matcher(pattern);
        Matcher asked = SHAPE.matcher(toleration);
        return allowed.matches()
                && asked.matches()
                && Wildcard.matches(allowed.group(1), asked.group(1))
                && Wildcard.matches(Objects.requireNonNullElse(allowed.group(2), "*"), asked.group(2))
                && Wildcard.matches(Objects.requireNonNullElse(allowed.group(3), "*"), asked.group(3));
    }

    @Override
    public String toString() {
        return "%s=%s:%s".formatted(key, value, effect);
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value == null || value.equals("") ? otherwise : value.toString();
    }
}
