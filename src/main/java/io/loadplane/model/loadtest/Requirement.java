package io.loadplane.model.loadtest;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * Checks one requirement as pip reads it, by the grammar of PEP 508. Anything that is not a name with versions is
 * refused: options could redirect pip, and paths or URLs would bring in code that no index has seen.
 */
final class Requirement {

    private static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
    private static final String VERSION = "(?:===|~=|==|!=|<=|>=|<|>)\\s*[A-Za-z0-9.*+!_-]+";
    private static final String VERSIONS = VERSION + "(?:\\s*,\\s*" + VERSION + ")*\\s*,?";
    private static final String EXTRAS = "\\[\\s*(?:" + NAME + "(?:\\s*,\\s*" + NAME + ")*)?\\s*]";
    private static final String OPERAND =
            "(?:(?:python_(?:full_)?version|os_name|sys_platform|platform_(?:release|system|version|machine|python_implementation)|implementation_(?:name|version)|extra)|'[^']*'|\"[^\"]*\")";
    private static final String COMPARISON =
            "\\(*\\s*" + OPERAND + "\\s*(?:===|~=|==|!=|<=|>=|<|>|(?:not\\s+)?in\\b)\\s*" + OPERAND + "\\s*\\)*";
    private static final String MARKER = COMPARISON + "(?:\\s*\\b(?:and|or)\\b\\s*" + COMPARISON + ")*";
    private static final Pattern SHAPE = Pattern.compile(NAME + "\\s*(?:" + EXTRAS + ")?\\s*(?:" + VERSIONS + "|\\(\\s*"
            + VERSIONS + "\\s*\\))?\\s*(?:;\\s*" + MARKER + "\\s*)?");
    private static final Pattern URL_OR_PATH = Pattern.compile(
            "(?i).*(?:\\S@\\s*\\S+:|\\s@\\s|://|^(?:git|hg|svn|bzr)\\+|^file:).*|^[./~\\\\].*|[^;]*[/\\\\].*|.*\\.(?:whl|tar\\.gz|zip)\\s*$");

    private static final Pattern ARCHIVE = Pattern.compile("(?i).*\\.(whl|zip|tar\\.gz)");
    private static final Pattern CONTINUED = Pattern.compile("\\\\(?:\\r\\n|[\\n\\r])");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*");

    /** Longer than any that pip was made for. */
    private static final int MAX_LENGTH = 1_000;

    /** Of a whole {@code requirements.txt}: some thousand packages. */
    static final int MAX_LINES_LENGTH = 200_000;

    /** Each is compared with all that a policy allows. */
    static final int MAX_LINES = 2_000;

    /** Why a requirement is refused; the code of the finding and its sentence. */
    record Refusal(String code, String message) {}

    private Requirement() {}

    /** The lines of a {@code requirements.txt}, without comments; empty ones are kept, so that lines can be counted. */
    static List<String> lines(String requirements) {
        return CONTINUED
                .matcher(requirements)
                .replaceAll(" ")
                .lines()
                .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
                .toList();
    }

    static Optional<Refusal> check(String text) {
        String requirement = text.strip();
        if (requirement.length() > MAX_LENGTH) {
            return refuse(
                    "too_long",
                    "\"%s\" has more than " + MAX_LENGTH + " characters, which is the most for one requirement",
                    requirement);
        }
        if (requirement.startsWith("-")) {
            return refuse("pip_option", "\"%s\" is a pip option; only package requirements are allowed", requirement);
        }
        if (requirement.contains("--hash=")) {
            return refuse("pip_hash", "\"%s\" has hashes, which are not supported; leave them out", requirement);
        }
        boolean oneLine = requirement.codePoints().noneMatch(Requirement::endsLine);
        if (oneLine
                && SHAPE.matcher(requirement).matches()
                && !ARCHIVE.matcher(requirement).matches()) {
            return Optional.empty();
        }
        if (oneLine && URL_OR_PATH.matcher(requirement).matches()) {
            return refuse(
                    "pip_url",
                    "\"%s\" is a path or URL; only packages of the package index are allowed, such as \"requests==2.32.3\"",
                    requirement);
        }
        return refuse(
                "malformed_requirement",
                "\"%s\" is not a package requirement; it should read like \"requests==2.32.3\" (PEP 508)",
                requirement);
    }

    /** More of them for pip than for us: what is one requirement here must not be two there. */
    private static boolean endsLine(int character) {
        return Character.isISOControl(character) && character != '\t' || character == 0x2028 || character == 0x2029;
    }

    private static Optional<Refusal> refuse(String code, String message, String requirement) {
        String shown = requirement.length() > 100 ? requirement.substring(0, 100) + "…" : requirement;
        return Optional.of(new Refusal(code, message.formatted(shown)));
    }
}
