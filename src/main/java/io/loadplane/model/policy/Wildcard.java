package io.loadplane.model.policy;

import java.util.regex.Pattern;

/** Names with stars in them. */
public final class Wildcard {

    private Wildcard() {}

    /** A star stands for any part of a name. */
    public static boolean matches(String pattern, String name) {
        return pattern.equals("*") || name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
