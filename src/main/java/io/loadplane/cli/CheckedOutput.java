package io.loadplane.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers why something could not be written, which print writers keep to themselves. */
final class CheckedOutput extends FilterOutputStream {

    @Nullable
    private IOException failure;

    CheckedOutput(OutputStream to) {
        super(to);
    }

    /** Nothing when the reader had enough and went away, as {@code head} does. */
    Optional<String> trouble() {
        return Optional.ofNullable(failure)
                .map(found -> String.valueOf(found.getMessage()))
                .filter(message -> !message.toLowerCase(Locale.ROOT).contains("broken pipe"));
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }
}
