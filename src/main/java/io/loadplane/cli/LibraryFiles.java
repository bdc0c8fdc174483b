package io.loadplane.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a folder, by their path in it: texts as they are, all others in base64.
 */
record LibraryFiles(Map<String, String> texts, Map<String, String> base64) {

    /** As much as the service takes in one request unless it is told otherwise. */
    private static final long MOST_BYTES = 10_000_000;

    private static final String COMPILED = "__pycache__";

    /** All but hidden ones, which may be secrets of whoever calls. */
    static LibraryFiles read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(Exit.USAGE, "--lib must be a folder, and %s is none.".formatted(folder));
        }
        try {
            List<Path> files = list(folder);
            checkSize(folder, files);
            LibraryFiles read = new LibraryFiles(new TreeMap<>(), new TreeMap<>());
            for (Path file : files) {
                read.add(name(folder, file), Files.readAllBytes(file));
            }
            return read;
        } catch (UncheckedIOException e) {
            throw unreadable(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static CommandFailure unreadable(Path folder, IOException e) {
        return new CommandFailure(Exit.USAGE, "%s cannot be read: %s".formatted(folder, LocalFiles.reason(e)));
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Visitor(folder, files));
        Collections.sort(files);
        return files;
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Path folder;
        private final Path realFolder;
        private final List<Path> files;

        Visitor(Path folder, List<Path> files) throws IOException {
            this.folder = folder;
            this.realFolder = folder.toRealPath();
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (isLeftOut(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            checkLink(directory);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!isLeftOut(file)) {
                checkLink(file);
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof FileSystemLoopException && !isLeftOut(file)) {
                throw new CommandFailure(Exit.USAGE, "The link %s leads back to a folder it is in.".formatted(file));
            } else if (!isLeftOut(file)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean isLeftOut(Path file) {
            String name = String.valueOf(file.getFileName());
            return !file.equals(folder) && (name.startsWith(".") || name.equals(COMPILED));
        }

        private void checkLink(Path file) throws IOException {
            if (file.equals(folder) || !Files.isSymbolicLink(file)) {
                return;
            } else if (!Files.exists(file)) {
                throw new CommandFailure(Exit.USAGE, "The link %s leads nowhere.".formatted(file));
            } else if (!file.toRealPath().startsWith(realFolder)) {
                throw new CommandFailure(
                        Exit.USAGE, "The link %s leads out of %s; copy what it leads to.".formatted(file, folder));
            }
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
