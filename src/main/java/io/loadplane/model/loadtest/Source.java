package io.loadplane.model.loadtest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The code of a load test.
 *
 * @param libFiles text files by their path below {@code lib/}
 * @param libFilesBase64 binary files by their path below {@code lib/}, in base64
 * @param requirements content of a {@code requirements.txt}; null for none
 */
public record Source(
        String mainPy,
        Map<String, String> libFiles,
        Map<String, String> libFilesBase64,
        List<String> pipPackages,
        @Nullable String requirements) {

    private static final String BYTE_ORDER_MARK = "\ufeff";

    public Source {
        mainPy = withoutMark(mainPy);
        libFiles = libFiles.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, file -> withoutMark(file.getValue())));
        requirements = requirements == null ? null : withoutMark(requirements);
        libFilesBase64 = Map.copyOf(libFilesBase64);
        pipPackages = List.copyOf(pipPackages);
    }

    /** Some editors write one at the beginning of a file; it means nothing in UTF-8, and is no Python. */
    private static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Every file as it lies on a target, by its path beside {@code main.py}. */
    public SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("main.py", mainPy.getBytes(StandardCharsets.UTF_8));
        libFiles.forEach((path, text) -> files.put("lib/" + path, text.getBytes(StandardCharsets.UTF_8)));
        libFilesBase64.forEach(
                (path, base64) -> files.put("lib/" + path, Base64.getDecoder().decode(base64)));
        return files;
    }

    /** What pip is to install, one requirement per line, as it was checked; empty when there is nothing to install. */
    public String requirementLines() {
        Stream<String> listed = pipPackages.stream().map(String::strip);
        Stream<String> lines = requirements == null
                ? Stream.of()
                : Requirement.lines(requirements).stream().filter(line -> !line.isEmpty());
        return Stream.concat(listed, lines).collect(Collectors.joining("\n"));
    }
}
