package io.loadplane.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.run.EntryStore;
import io.loadplane.model.run.RunEntry;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.MovedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunFeedsTest {

    private static final RunId RUN = new RunId("run-01k0000000000000000000000a");
    private static final Duration LONG = Duration.ofSeconds(10);

    private final WrittenRuns store = new WrittenRuns();
    private final MovedClock clock = new MovedClock(Fixtures.NOON);
    private final RunFeeds feeds = new RunFeeds(store, clock);

    @AfterEach
    void close() {
        feeds.close();
    }

    @Test
    void many_followers_of_many_runs_cost_one_query_per_second() throws InterruptedException {
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            followers.add(feeds.followNew(run(i % 10)));
        }
        int before = store.queries.get();

        IntStream.range(0, 10).forEach(i -> store.write(run(i), 3));
        Map<Follower, List<Long>> seen = followers.parallelStream()
                .collect(Collectors.toMap(follower -> follower, follower -> seqs(follower.next(LONG))));
        Thread.sleep(2500);

        assertThat(seen.values()).allSatisfy(ids -> assertThat(ids).containsExactly(1L, 2L, 3L));
        assertThat(store.queries.get() - before).isLessThanOrEqualTo(5);
    }

    @Test
    void whoever_falls_behind_misses_nothing_and_holds_up_nobody() {
        Follower slow = feeds.follow(RUN, 0);
        Follower quick = feeds.follow(RUN, 0);

        store.write(RUN, 1000);

        assertThat(seen(quick, 1000))
                .isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
        assertThat(seen(slow, 1000))
                .isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void what_is_no_longer_kept_is_passed_over() {
        store.write(RUN, 300);
        store.forget(RUN, 250);
        Follower follower = feeds.follow(RUN, 0);

        assertThat(seen(follower, 50).getFirst()).isEqualTo(251);
        store.forget(RUN, 300);
        Follower later = feeds.follow(RUN, 10);
        assertThat(later.next(Duration.ZERO)).isEmpty();
        store.write(RUN, 1);
        assertThat(seqs(later.next(LONG))).containsExactly(301L);
    }

    @Test
    void whoever_claims_to_know_the_future_spoils_nothing_for_others() {
        store.write(RUN, 2);
        Follower liar = feeds.follow(RUN, 1_000_000);
        Follower honest = feeds.follow(RUN, 0);

        store.write(RUN, 1);

        assertThat(seen(honest, 3)).containsExactly(1L, 2L, 3L);
        assertThat(liar.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void whoever_takes_nothing_for_a_minute_is_let_go() {
        Follower gone = feeds.follow(RUN, 0);
        Follower there = feeds.follow(RUN, 0);

        clock.moveTo(Fixtures.NOON.plusSeconds(61));
        there.next(Duration.ZERO);

        Awaitility.await().until(gone::isClosed);
        assertThat(there.isClosed()).isFalse();
    }

    @Test
    void a_failing_database_is_waited_for() {
        Follower follower = feeds.followNew(RUN);
        store.away = true;
        store.write(RUN, 2);
        assertThat(follower.next(Duration.ofMillis(1500))).isEmpty();

        store.away = false;

        assertThat(seqs(follower.next(LONG))).containsExactly(1L, 2L);
    }

    private static RunId run(int number) {
        return new RunId("run-01k0000000000000000000000" + number);
    }

    private static List<Long> seen(Follower follower, int count) {
        List<Long> seen = new ArrayList<>();
        long end = System.nanoTime() + LONG.toNanos();
        while (seen.size() < count && System.nanoTime() < end) {
            seen.addAll(seqs(follower.next(Duration.ofMillis(500))));
        }
        return seen;
    }

    private static List<Long> seqs(List<RunEntry> entries) {
        return entries.stream().map(RunEntry::seq).toList();
    }

    /** What runs wrote, in memory. */
    private static final class WrittenRuns implements EntryStore {

        private final Map<RunId, List<RunEntry>> written = new ConcurrentHashMap<>();
        private final Map<RunId, Long> newest = new ConcurrentHashMap<>();
        private final AtomicInteger queries = new AtomicInteger();
        private volatile boolean away;

        synchronized void write(RunId run, int count) {
            List<RunEntry> entries = written.computeIfAbsent(run, key -> new ArrayList<>());
            for (int i = 0; i < count; i++) {
                long seq = newest.merge(run, 1L, Long::sum);
                entries.add(new RunEvent(
                        seq, Fixtures.NOON, RunEvent.Kind.CLUSTER, RunEvent.CLUSTER, "master", null, null, "x"));
            }
        }

        synchronized void forget(RunId run, long upTo) {
            written.getOrDefault(run, List.of()).removeIf(entry -> entry.seq() <= upTo);
        }

        @Override
        public long newest(RunId run) {
            return newest.getOrDefault(run, 0L);
        }

        @Override
        public synchronized Map<RunId, List<RunEntry>> entries(Map<RunId, Long> after, int limit) {
            if (away) {
                throw new IllegalStateException("away");
            }
            queries.incrementAndGet();
            return after.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            position -> written.getOrDefault(position.getKey(), List.of()).stream()
                                    .filter(entry -> entry.seq() > position.getValue())
                                    .limit(limit)
                                    .toList()))
                    .entrySet()
                    .stream()
                    .filter(found -> !found.getValue().isEmpty())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        @Override
        public List<Long> endpointMoments(RunId run) {
            return List.of();
        }

        @Override
        public Optional<Moment> endpointStatistics(RunId run, long moment) {
            return Optional.empty();
        }
    }
}
