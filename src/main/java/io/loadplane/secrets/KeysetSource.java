package io.loadplane.secrets;

import io.loadplane.model.PrivateFile;
import io.loadplane.model.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Where a key set comes from.
 *
 * @param setting the key set itself; empty for the file
 */
record KeysetSource(String setting, Path file) {

    static final String VARIABLE = "LOADPLANE_SECRETS_KEYSET";
    static final String FILE = "keyset.json";

    boolean isSetting() {
        return !setting.isEmpty();
    }

    boolean exists() {
        return isSetting() || Files.exists(file);
    }

    String name() {
        return isSetting() ? VARIABLE : file.toString();
    }

    String text() throws IOException {
        return isSetting() ? setting : Files.readString(file).strip();
    }

    Keyset read() {
        try {
            return Keyset.parse(text());
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure(
                    "The key set for secrets, %s, cannot be read: %s".formatted(name(), e.getMessage()), e);
        }
    }

    /** Whoever comes first decides. */
    Keyset create() {
        try {
            PrivateFile.readOrCreate(file, Keyset.generate()::json);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure(
                    "The key set for secrets, %s, cannot be made: %s".formatted(name(), e.getMessage()), e);
        }
        return read();
    }
}
