package io.loadplane.kubernetes.access;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spares a server that does not answer, and everybody who would wait for it: after some failures in a row one call now
 * and then finds out whether it is back, and all others fail at once.
 */
final class Circuit {

    static final int FAILURES = 3;
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private int failures;
    private long nextTry;
    private @Nullable IOException last;

    Circuit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A call to the server. */
    interface Call<T> {
        T make() throws IOException;
    }

    <T> T through(Call<T> call) throws IOException {
        enter();
        try {
            T answer = call.make();
            answered();
            return answer;
        } catch (IOException e) {
            failed(e);
            throw e;
        }
    }

    /** Throws when nobody should be asked now. */
    synchronized void enter() throws IOException {
        if (failures < FAILURES) {
            return;
        }
        long now = nanos.getAsLong();
        if (now - nextTry < 0) {
            IOException spared = new ConnectException(
                    "it has been silent, and is asked again within %d seconds".formatted(PAUSE.toSeconds()));
            spared.initCause(last);
            throw spared;
        }
        nextTry = now + PAUSE.toNanos();
    }

    private synchronized void answered() {
        failures = 0;
        last = null;
    }

    private synchronized void failed(IOException why) {
        last = why;
        failures++;
        nextTry = nanos.getAsLong() + PAUSE.toNanos();
    }
}
