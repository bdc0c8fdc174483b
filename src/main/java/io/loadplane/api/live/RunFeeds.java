package io.loadplane.api.live;

import io.loadplane.model.run.EntryStore;
import io.loadplane.model.run.RunEntry;
import io.loadplane.model.run.RunId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database once per second what is new of all runs that somebody follows here. It is asked and does not tell:
 * notifications would make all commits wait for each other, and do not get through connection poolers.
 */
@Singleton
public class RunFeeds {

    private static final Logger LOG = LoggerFactory.getLogger(RunFeeds.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Of one run and query; it is asked again at once when there may be more. */
    private static final int PAGE = 200;

    /** Connections of the pool that reading of the past may take; all others wait for each other. */
    private static final int READERS = 3;

    /** Whoever takes nothing for so long is cut: he can come back and go on where he was. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EntryStore store;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RunId, RunFeed> feeds = new HashMap<>();
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final Semaphore readers = new Semaphore(READERS);
    private final Thread thread;
    private volatile boolean over;
    private boolean failing;

    RunFeeds(EntryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("run-feeds").start(this::work);
    }

    /** Follows the run from what will be written next, or what was written within the last second. */
    public Follower followNew(RunId run) {
        RunFeed feed = feed(run);
        return join(run, feed, feed.newest());
    }

    /**
     * Follows the run from any place.
     *
     * @param after {@code seq} of the last entry that is known; 0 to begin at the beginning
     */
    public Follower follow(RunId run, long after) {
        return join(run, feed(run), after);
    }

    private RunFeed feed(RunId run) {
        lock.lock();
        try {
            RunFeed present = feeds.get(run);
            if (present != null) {
                return present;
            }
        } finally {
            lock.unlock();
        }
        return new RunFeed(store.newest(run));
    }

    /** Somebody else may have brought another feed meanwhile, or the last of its followers may have gone. */
    private Follower join(RunId run, RunFeed proposed, long position) {
        Follower joined = locked(() -> {
            RunFeed feed = feeds.computeIfAbsent(run, key -> proposed);
            Follower follower = new Follower(this, run, feed, position, clock);
            feed.join();
            followers.add(follower);
            if (followers.size() == 1) {
                LockSupport.unpark(thread);
            }
            return follower;
        });
        if (over) {
            joined.close();
        }
        return joined;
    }

    void leave(Follower follower) {
        locked(() -> {
            if (followers.remove(follower) && follower.feed().leave()) {
                feeds.remove(follower.run(), follower.feed());
            }
            return follower;
        });
    }

    List<RunEntry> readPast(RunId run, long position) throws InterruptedException {
        readers.acquire();
        try {
            return store.entries(Map.of(run, position), PAGE).getOrDefault(run, List.of());
        } finally {
            readers.release();
        }
    }

    private void work() {
        while (!over) {
            boolean more = false;
            try {
                followers.stream()
                        .filter(follower -> follower.isAbandoned(clock.instant().minus(PATIENCE)))
                        .forEach(Follower::close);
                more = look();
                failing = false;
            } catch (RuntimeException e) {
                // Those who follow wait; once the database is back they miss nothing.
                if (!failing) {
                    LOG.atWarn().setCause(e).log("what runs write cannot be read");
                }
                failing = true;
            }
            if (followers.isEmpty()) {
                LockSupport.park();
            } else if (!more) {
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    private boolean look() {
        Map<RunId, RunFeed> followed = locked(() -> Map.copyOf(feeds));
        if (followed.isEmpty()) {
            return false;
        }
        Map<RunId, Long> after = followed.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().newest()));
        Map<RunId, List<RunEntry>> fresh = store.entries(after, PAGE);
        fresh.forEach((run, entries) -> {
            RunFeed feed = followed.get(run);
            if (feed != null) {
                feed.add(entries);
            }
        });
        return fresh.values().stream().anyMatch(entries -> entries.size() == PAGE);
    }

    private interface Work<T> {
        T apply();
    }

    private <T> T locked(Work<T> work) {
        lock.lock();
        try {
            return work.apply();
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody go: they find another replica. */
    @PreDestroy
    void close() {
        over = true;
        LockSupport.unpark(thread);
        List.copyOf(followers).forEach(Follower::close);
    }
}
