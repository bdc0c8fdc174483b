package io.loadplane.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files of a folder, by their path in it: texts as they are, all others in base64.
 */
record LibraryFiles(Map<String, String> texts, Map<String, String> base64) {

    /** As much as the service takes in one request unless it is told otherwise. */
    private static final long MOST_BYTES = 10_000_000;

    private static final Set<String> IGNORED = Set.of("__pycache__", ".git");

    static LibraryFiles read(Path folder) {
        try {
            List<Path> files = list(folder);
            LibraryFiles read = new LibraryFiles(new TreeMap<>(), new TreeMap<>());
            for (Path file : files) {
                read.add(name(folder, file), Files.readAllBytes(file));
            }
            return read;
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(Exit.USAGE, "%s cannot be read: %s".formatted(folder, e));
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> StreamSupport.stream(folder.relativize(file).spliterator(), false)
                            .noneMatch(step -> IGNORED.contains(step.toString())))
                    .sorted()
                    .toList();
            checkSize(folder, files);
            return files;
        }
    }

    private static void checkSize(Path folder, List<Path> files) {
        long bytes = files.stream().mapToLong(LibraryFiles::size).sum();
        if (bytes > MOST_BYTES) {
            String largest = files.stream()
                    .sorted(Comparator.comparingLong(LibraryFiles::size).reversed())
                    .limit(3)
                    .map(file -> "%s (%.1f MB)".formatted(name(folder, file), size(file) / 1e6))
                    .collect(Collectors.joining(", "));
            throw new CommandFailure(
                    Exit.USAGE,
                    "%s holds %.1f MB in %d files, and 10 MB is the most; the largest: %s"
                            .formatted(folder, bytes / 1e6, files.size(), largest));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private void add(String name, byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            if (text.indexOf('\0') < 0) {
                texts.put(name, text);
                return;
            }
        } catch (CharacterCodingException e) {
            // Falls through: no text.
        }
        base64.put(name, Base64.getEncoder().encodeToString(content));
    }
}
