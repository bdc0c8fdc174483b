package io.loadplane.api.run;

import io.loadplane.api.live.Follower;
import io.loadplane.model.access.Caller;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEntry;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.Sample;
import io.loadplane.service.RunService;
import io.loadplane.service.TokenHolders;
import io.micronaut.serde.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events of one run for one watcher. It holds one page of them at most: a watcher that is slow falls behind by
 * itself, and one that takes nothing any more is let go.
 */
final class RunEventStream extends InputStream {

    private static final Logger LOG = LoggerFactory.getLogger(RunEventStream.class);

    /** The id of the last event; whoever brings it has everything. */
    static final String END = "end";

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** So long after a token was revoked its holder may go on at most, together with how long tokens are remembered. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Users of an OIDC provider prove again that they are who they were, and streams spread over replicas that came later. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Source source;
    private final RunService runs;
    private final TokenHolders holders;
    private final ObjectMapper json;
    private final Clock clock;
    private final Instant end;
    private byte[] ready;
    private int next;
    private Instant lastSent;
    private boolean complete;

    RunEventStream(Source source, RunService runs, TokenHolders holders, ObjectMapper json, Clock clock) {
        this.source = source;
        this.runs = runs;
        this.holders = holders;
        this.json = json;
        this.clock = clock;
        this.lastSent = clock.instant();
        this.end = lastSent.plus(LONGEST);
        // Those who lose their replica do not come back all at once.
        this.ready = "retry: %d\n"
                .formatted(ThreadLocalRandom.current().nextInt(1000, 3000))
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What is watched, and by whom.
     *
     * @param run as it was when the watcher came
     */
    record Source(Run run, Caller caller, Follower follower) {}

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (next == ready.length) {
            if (complete || !goesOn()) {
                close();
                return -1;
            }
        }
        int count = Math.min(length, ready.length - next);
        System.arraycopy(ready, next, buffer, offset, count);
        next += count;
        lastSent = clock.instant();
        return count;
    }

    /** While the database is away nobody is served: the watcher comes back and misses nothing. */
    private boolean goesOn() throws IOException {
        try {
            if (source.follower().isClosed() || !clock.instant().isBefore(end) || !holders.stillHeld(source.caller())) {
                return false;
            }
            ready = look();
            next = 0;
            return true;
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("run", source.run().id()).log("a stream is cut: {}", e.toString());
            return false;
        }
    }

    /** A run that was over when the watcher came writes nothing that is worth waiting for. */
    private byte[] look() throws IOException {
        boolean past = source.run().status().isTerminal();
        List<RunEntry> entries = source.follower().next(past ? Duration.ZERO : LOOK);
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        for (RunEntry entry : entries) {
            if (!complete) {
                write(entry, events);
            }
        }
        complete |= past && entries.isEmpty() && !source.follower().isClosed();
        if (complete) {
            Run ended = runs.find(source.run().id(), source.caller());
            write(END, StreamEvent.Kind.END, RunView.of(ended, null, source.caller()), events);
        } else if (entries.isEmpty() && !clock.instant().isBefore(lastSent.plus(HEARTBEAT))) {
            events.writeBytes(":\n".getBytes(StandardCharsets.UTF_8));
        }
        return events.toByteArray();
    }

    private void write(RunEntry entry, ByteArrayOutputStream events) throws IOException {
        String id = Long.toString(entry.seq());
        switch (entry) {
            case Sample sample -> write(id, StreamEvent.Kind.SAMPLE, SeriesView.PointView.of(sample), events);
            case RunEvent event -> {
                StreamEvent.Kind kind = event.status() == null ? StreamEvent.Kind.EVENT : StreamEvent.Kind.STATUS;
                write(id, kind, EventPage.EventView.of(event), events);
                complete = event.status() != null && event.status().isTerminal();
            }
        }
    }

    private void write(String id, StreamEvent.Kind kind, Object data, ByteArrayOutputStream events) throws IOException {
        events.writeBytes(new StreamEvent(id, kind, json.writeValueAsString(data)).toBytes());
    }

    @Override
    public void close() {
        source.follower().close();
    }
}
