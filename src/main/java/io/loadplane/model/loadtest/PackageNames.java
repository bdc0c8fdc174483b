package io.loadplane.model.loadtest;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of packages as the package index has them: in lower case, with single "-" (PEP 503). */
public final class PackageNames {

    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?).*");

    private PackageNames() {}

    /** The package of one requirement. A path or a URL, of which nobody knows what is in it, stands for itself. */
    public static String of(String requirement) {
        Matcher name = NAME.matcher(requirement);
        return Requirement.check(requirement).isEmpty() && name.matches() ? normal(name.group(1)) : requirement.strip();
    }

    /** Those of a {@code requirements.txt}. */
    public static List<String> ofLines(String requirements) {
        return Requirement.lines(requirements).stream()
                .filter(line -> !line.isEmpty())
                .map(PackageNames::of)
                .toList();
    }

    public static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }
}
