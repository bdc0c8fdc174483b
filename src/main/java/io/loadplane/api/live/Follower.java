package io.loadplane.api.live;

import io.loadplane.model.run.RunEntry;
import io.loadplane.model.run.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Somebody's place in what a run writes. Used by one thread at a time; may be closed by any. */
public final class Follower implements AutoCloseable {

    private final RunFeeds feeds;
    private final RunId run;
    private final RunFeed feed;
    private final Clock clock;
    private long position;
    private volatile Instant lastAsked;
    private volatile boolean closed;

    Follower(RunFeeds feeds, RunId run, RunFeed feed, long position, Clock clock) {
        this.feeds = feeds;
        this.run = run;
        this.feed = feed;
        this.position = position;
        this.clock = clock;
        this.lastAsked = clock.instant();
    }

    /**
     * What comes next, in order and without gaps. What is long past is read from the database.
     *
     * @param longest how long to wait when there is nothing yet
     * @return empty when nothing came, or when it is closed
     */
    public List<RunEntry> next(Duration longest) {
        lastAsked = clock.instant();
        if (closed) {
            return List.of();
        }
        try {
            List<RunEntry> entries = readPast();
            if (entries.isEmpty()) {
                entries = feed.after(position, longest);
            }
            if (!entries.isEmpty()) {
                position = entries.getLast().seq();
            }
            return entries;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return List.of();
        }
    }

    /** Where nothing is left of the past, because it has been kept for long enough, it is passed over. */
    private List<RunEntry> readPast() throws InterruptedException {
        long base = feed.base();
        List<RunEntry> entries = position < base ? feeds.readPast(run, position) : List.of();
        if (entries.isEmpty()) {
            position = Math.max(position, base);
        }
        return entries;
    }

    RunId run() {
        return run;
    }

    /** Also when the service ends, or when it was not asked for anything for so long that nobody can be there any more. */
    public boolean isClosed() {
        return closed;
    }

    boolean isAbandoned(Instant since) {
        return lastAsked.isBefore(since);
    }

    RunFeed feed() {
        return feed;
    }

    @Override
    public void close() {
        closed = true;
        feeds.leave(this);
        feed.stir();
    }
}
