package io.loadplane.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Small files that only their owner may read: tokens and passwords. */
public final class PrivateFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFile() {}

    /** What is in the file, or what it is given now when it is not there yet. Never half written. */
    public static String readOrCreate(Path file, Supplier<String> content) throws IOException {
        if (!Files.exists(file)) {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
            createFolder(folder);
            Path whole = write(folder, content.get());
            try {
                // Of several processes that start at once, one makes it, and the others take what that made.
                Files.createLink(file, whole);
            } catch (FileAlreadyExistsException e) {
                return Files.readString(file, StandardCharsets.UTF_8).strip();
            } catch (UnsupportedOperationException | FileSystemException e) {
                // There are file systems without links.
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        }
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    /** Gives it another content, from one moment to the next. */
    public static void replace(Path file, String content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
        Files.move(write(folder, content), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path write(Path folder, String content) throws IOException {
        Path whole = Files.createTempFile(folder, ".new", "", OWNER_ONLY);
        Files.writeString(whole, content + "\n");
        return whole;
    }

    /** A folder that only its owner may enter; an existing one is left as it is. */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
        }
    }
}
