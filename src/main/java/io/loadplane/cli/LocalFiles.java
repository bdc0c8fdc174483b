package io.loadplane.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Files of whoever calls, with sentences where Java has exceptions. */
final class LocalFiles {

    private LocalFiles() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(Exit.USAGE, "There is no file %s.".formatted(file));
        } catch (IOException e) {
            throw new CommandFailure(Exit.USAGE, "%s cannot be read: %s".formatted(file, reason(e)));
        }
    }

    /** Fails unless a file can probably be written, which is said before there is something to write. */
    static void checkWritable(Path file) {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
        if (Files.isDirectory(file)) {
            throw new CommandFailure(Exit.USAGE, "%s cannot be written: it is a folder".formatted(file));
        } else if (!Files.isDirectory(folder)) {
            throw new CommandFailure(Exit.USAGE, "%s cannot be written: there is no folder %s".formatted(file, folder));
        } else if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new CommandFailure(Exit.USAGE, "%s cannot be written: permission denied".formatted(file));
        }
    }

    static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case AccessDeniedException denied -> "permission denied";
            case CharacterCodingException coding -> "it is not UTF-8";
            case FileSystemException other -> Objects.requireNonNullElse(other.getReason(), other.toString());
            default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    }
}
