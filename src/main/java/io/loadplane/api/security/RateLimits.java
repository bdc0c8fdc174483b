package io.loadplane.api.security;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How much everybody has asked lately, as buckets that refill; each process counts for itself. */
@Singleton
class RateLimits {

    /** Full buckets say nothing and are forgotten then. */
    private static final int MOST_BUCKETS = 10_000;

    private static final double SECONDS = 60;

    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Clock clock;

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    /**
     * What somebody may do.
     *
     * @param perMinute how fast the bucket refills; 0 for no limit
     * @param burst how much it holds
     */
    record Limit(int perMinute, int burst) {}

    private record Bucket(double left, Instant at) {

        Bucket refilled(Limit limit, Instant now) {
            double seconds = Math.max(0, Duration.between(at, now).toMillis() / 1000.0);
            return new Bucket(Math.min(limit.burst(), left + seconds * limit.perMinute() / SECONDS), now);
        }

        Bucket less() {
            return new Bucket(left - 1, at);
        }
    }

    /** Takes one; when there is none, how long until there is. */
    Optional<Duration> take(String who, Limit limit) {
        Optional<Duration> wait = waitOf(who, limit);
        if (wait.isEmpty() && limit.perMinute() > 0) {
            spend(who, limit);
        }
        return wait;
    }

    /** How long until there is one to take; empty when there is one now. */
    Optional<Duration> waitOf(String who, Limit limit) {
        Bucket bucket = buckets.get(who);
        if (bucket == null || limit.perMinute() == 0) {
            return Optional.empty();
        }
        double left = bucket.refilled(limit, clock.instant()).left();
        return left >= 1
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) Math.ceil((1 - left) * SECONDS * 1000 / limit.perMinute())));
    }

    /** Takes one, whether there is one or not. */
    void spend(String who, Limit limit) {
        if (limit.perMinute() == 0) {
            return;
        }
        Instant now = clock.instant();
        if (buckets.size() >= MOST_BUCKETS) {
            buckets.values().removeIf(bucket -> bucket.refilled(limit, now).left() >= limit.burst());
        }
        buckets.compute(
                who,
                (key, bucket) ->
                        (bucket == null ? new Bucket(limit.burst(), now) : bucket.refilled(limit, now)).less());
    }
}
