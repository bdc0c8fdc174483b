package io.loadplane.model.loadtest;

import com.google.re2j.Pattern;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the code of a load test must keep besides being Python. */
final class SourceRules {

    private static final int MAX_PATH = 255;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

    private SourceRules() {}

    static void check(Source source, boolean allowPackageUrls, Findings findings) {
        if (source.mainPy().isBlank()) {
            findings.error(
                    "/main_py_content",
                    "required",
                    "main_py_content is required: the Locust script, with at least one User class");
        }
        source.libFiles().keySet().forEach(path -> checkPath("/lib_files_content", path, findings));
        source.libFilesBase64().keySet().forEach(path -> checkPath("/lib_files_base64", path, findings));
        checkCollisions(source, findings);
        source.libFilesBase64().forEach((path, text) -> checkBase64(path, text, findings));
        for (int i = 0; i < source.pipPackages().size(); i++) {
            checkRequirement("/pip_packages/" + i, "", source.pipPackages().get(i), allowPackageUrls, findings);
        }
        if (source.requirements() != null) {
            checkRequirements(source.requirements(), allowPackageUrls, findings);
        }
    }

    private static void checkPath(String map, String path, Findings findings) {
        String pointer = map + Finding.step(path);
        List<String> steps = List.of(path.split("/", -1));
        if (path.isEmpty()) {
            findings.error(pointer, "malformed_path", "a library file needs a name");
        } else if (path.startsWith("/") || DRIVE.matcher(path).matches()) {
            findings.error(
                    pointer, "absolute_path", "\"%s\" must be relative: library files lie below lib/".formatted(path));
        } else if (steps.contains("..")) {
            findings.error(
                    pointer,
                    "parent_path",
                    "\"%s\" must not contain \"..\": library files lie below lib/".formatted(path));
        } else if (path.endsWith("/")) {
            findings.error(
                    pointer,
                    "directory_path",
                    "\"%s\" ends in \"/\"; name a file, folders are made for it".formatted(path));
        } else if (steps.contains("")
                || steps.contains(".")
                || path.indexOf('\\') >= 0
                || path.codePoints().anyMatch(SourceRules::isInvisible)
                || steps.stream().anyMatch(step -> !step.equals(step.strip()))) {
            findings.error(
                    pointer,
                    "malformed_path",
                    "\"%s\" must be names separated by single \"/\", without \".\", \"\\\", invisible characters or spaces at an end"
                            .formatted(path));
        } else if (path.length() > MAX_PATH) {
            findings.error(
                    pointer,
                    "too_long",
                    "the path has %d characters; at most %d are allowed".formatted(path.length(), MAX_PATH));
        }
    }

    private static boolean isInvisible(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }

    /** Paths that differ only in case are one file on some machines; a name cannot be a file and a folder at once. */
    private static void checkCollisions(Source source, Findings findings) {
        Map<String, String> files = new HashMap<>();
        Set<String> texts = legible(source.libFiles().keySet());
        Set<String> binaries = legible(source.libFilesBase64().keySet());
        collectFiles("/lib_files_content", texts, files, findings);
        collectFiles("/lib_files_base64", binaries, files, findings);
        checkFolders("/lib_files_content", texts, files, findings);
        checkFolders("/lib_files_base64", binaries, files, findings);
    }

    /** Those that are not too long, which has been said: a path of many folders takes time with the square of its length. */
    private static Set<String> legible(Set<String> paths) {
        return paths.stream().filter(path -> path.length() <= MAX_PATH).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void collectFiles(String map, Set<String> paths, Map<String, String> files, Findings findings) {
        for (String path : paths) {
            String other = files.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
            if (other != null) {
                findings.error(
                        map + Finding.step(path),
                        "duplicate_path",
                        "\"%s\" collides with \"%s\": names must differ in more than case, also between lib_files_content and lib_files_base64"
                                .formatted(path, other));
            }
        }
    }

    private static void checkFolders(String map, Set<String> paths, Map<String, String> files, Findings findings) {
        for (String path : paths) {
            String folder = path.toLowerCase(Locale.ROOT);
            while (folder.lastIndexOf('/') > 0) {
                folder = folder.substring(0, folder.lastIndexOf('/'));
                if (files.containsKey(folder)) {
                    findings.error(
                            map + Finding.step(path),
                            "duplicate_path",
                            "\"%s\" needs a folder where \"%s\" is a file".formatted(path, files.get(folder)));
                }
            }
        }
    }

    private static void checkBase64(String path, String text, Findings findings) {
        try {
            Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            findings.error(
                    "/lib_files_base64" + Finding.step(path),
                    "malformed_base64",
                    "the content of \"%s\" is not base64: %s".formatted(path, e.getMessage()));
        }
    }

    private static void checkRequirements(String requirements, boolean allowUrls, Findings findings) {
        if (requirements.length() > Requirement.MAX_LINES_LENGTH) {
            findings.error(
                    "/requirements_content",
                    "too_long",
                    "requirements_content has %d characters; at most %d are allowed"
                            .formatted(requirements.length(), Requirement.MAX_LINES_LENGTH));
            return;
        }
        List<String> lines = Requirement.lines(requirements);
        if (lines.size() > Requirement.MAX_LINES) {
            findings.error(
                    "/requirements_content",
                    "too_long",
                    "requirements_content has %d lines; at most %d are allowed"
                            .formatted(lines.size(), Requirement.MAX_LINES));
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                checkRequirement(
                        "/requirements_content", "line %d: ".formatted(i + 1), lines.get(i), allowUrls, findings);
            }
        }
    }

    private static void checkRequirement(
            String pointer, String where, String text, boolean allowUrls, Findings findings) {
        Requirement.check(text)
                .filter(refusal -> !(allowUrls && refusal.code().equals("pip_url")))
                .ifPresent(refusal -> findings.error(pointer, refusal.code(), where + refusal.message()));
    }
}
