package io.loadplane.api.live;

import io.loadplane.model.run.RunEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The newest entries of one run, shared by all who follow it: however many they are, and however slow, it stays this large. */
final class RunFeed {

    /** Two to four minutes of a run; who is further behind reads the database. */
    private static final int KEPT = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<RunEntry> entries = new ArrayDeque<>();

    /** Everything after it, up to {@link #newest}, is here. */
    private long base;

    private long newest;

    /** How often those who wait were told to look. */
    private int stirred;

    /** Guarded by the lock of {@link RunFeeds}. */
    private int followers;

    RunFeed(long newest) {
        this.base = newest;
        this.newest = newest;
    }

    void join() {
        followers++;
    }

    /** Whether that was the last one. */
    boolean leave() {
        return --followers == 0;
    }

    long newest() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    void add(List<RunEntry> fresh) {
        lock.lock();
        try {
            for (RunEntry entry : fresh) {
                entries.addLast(entry);
                newest = entry.seq();
                if (entries.size() > KEPT) {
                    base = entries.removeFirst().seq();
                }
            }
            stirred++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets all who wait look again. */
    void stir() {
        add(List.of());
    }

    long base() {
        lock.lock();
        try {
            return base;
        } finally {
            lock.unlock();
        }
    }

    /** What came after the position; waits once for something new when there is nothing, and may return with nothing. */
    List<RunEntry> after(long position, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            int before = stirred;
            long left = longest.toNanos();
            while (newest <= position && stirred == before && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<RunEntry> found = new ArrayList<>();
            Iterator<RunEntry> backwards = entries.descendingIterator();
            while (backwards.hasNext()) {
                RunEntry entry = backwards.next();
                if (entry.seq() <= position) {
                    break;
                }
                found.addFirst(entry);
            }
            return position < base ? List.of() : found;
        } finally {
            lock.unlock();
        }
    }
}
