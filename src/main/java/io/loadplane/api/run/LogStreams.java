package io.loadplane.api.run;

import io.loadplane.model.access.Caller;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import io.loadplane.service.RunService;
import io.loadplane.service.TokenHolders;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.types.files.StreamedFile;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends logs, if asked to as they grow. */
@Singleton
class LogStreams {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final MediaType TEXT = new MediaType("text/plain; charset=utf-8");

    private final RunService runs;
    private final TokenHolders holders;

    LogStreams(RunService runs, TokenHolders holders) {
        this.runs = runs;
        this.holders = holders;
    }

    /** Whose output, and who reads it. */
    record Source(RunId run, RunLog.Component component, int index, Caller caller) {}

    StreamedFile open(Source source, @Nullable Integer tail, boolean follow) {
        RunLog log = read(source);
        byte[] content = tail == null ? log.content() : lastLines(log.content(), tail);
        if (log.skippedBytes() > 0 && tail == null) {
            content = concat(
                    "… %d bytes before this are not kept\n"
                            .formatted(log.skippedBytes())
                            .getBytes(StandardCharsets.UTF_8),
                    content);
        }
        InputStream stream = follow
                ? new Following(source, content, log.skippedBytes() + log.content().length)
                : new ByteArrayInputStream(content);
        return new StreamedFile(stream, TEXT);
    }

    private RunLog read(Source source) {
        return runs.log(source.run(), source.component(), source.index(), source.caller());
    }

    private static byte[] lastLines(byte[] content, int lines) {
        int from = content.length;
        if (from > 0 && content[from - 1] == '\n') {
            from--;
        }
        for (int left = lines; left > 0 && from >= 0; left--) {
            from--;
            while (from >= 0 && content[from] != '\n') {
                from--;
            }
        }
        return lines == 0 ? new byte[0] : Arrays.copyOfRange(content, Math.max(0, from + 1), content.length);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Ends when the run is over and everything it printed was sent, or when its reader may read no more. */
    private final class Following extends InputStream {

        private final Source source;
        private byte[] ready;
        private int next;
        private long seen;

        Following(Source source, byte[] ready, long seen) {
            this.source = source;
            this.ready = ready;
            this.seen = seen;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            while (next == ready.length) {
                if (!holders.stillHeld(source.caller())) {
                    return -1;
                }
                boolean over = runs.find(source.run(), source.caller()).status().isTerminal();
                fetch();
                if (next == ready.length && over) {
                    return -1;
                } else if (next == ready.length) {
                    LockSupport.parkNanos(LOOK.toNanos());
                }
            }
            int count = Math.min(length, ready.length - next);
            System.arraycopy(ready, next, buffer, offset, count);
            next += count;
            return count;
        }

        private void fetch() {
            RunLog log = LogStreams.this.read(source);
            long end = log.skippedBytes() + log.content().length;
            int fresh = (int) Math.min(Math.max(0, end - seen), log.content().length);
            ready = Arrays.copyOfRange(log.content(), log.content().length - fresh, log.content().length);
            next = 0;
            seen = Math.max(seen, end);
        }
    }
}
