package io.loadplane.model.loadtest;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/** Names of packages as the package index has them: in lower case, with single "-" (PEP 503). */
public final class PackageNames {

    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?).*");

    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

    private PackageNames() {}

    /** The package of one requirement. A path or a URL, of which nobody knows what is in it, stands for itself. */
    public static String of(String requirement) {
        if (Requirement.check(requirement).isPresent()) {
            return requirement.strip();
        }
        Matcher name = NAME.matcher(requirement);
        return name.matches() ? normal(name.group(1)) : requirement.strip();
    }

    /** Those of a {@code requirements.txt}; one that is too long to be looked through stands for itself. */
    public static List<String> ofLines(String requirements) {
        if (requirements.length() > Requirement.MAX_LINES_LENGTH) {
            return List.of(requirements);
        }
        List<String> lines = Requirement.lines(requirements);
        if (lines.size() > Requirement.MAX_LINES) {
            return List.of(requirements);
        }
        return lines.stream()
                .filter(line -> !line.isEmpty())
                .map(PackageNames::of)
                .toList();
    }

    public static String normal(String name) {
        return SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
    }
}
