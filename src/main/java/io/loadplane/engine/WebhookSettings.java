package io.loadplane.engine;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often a delivery is tried.
 *
 * @param firstRetry after the first attempt; each later pause is three times as long as the one before
 * @param longestRetry no pause is longer
 * @param giveUpAfter how old a delivery may be when it is tried
 */
@ConfigurationProperties("loadplane.webhooks")
record WebhookSettings(Duration firstRetry, Duration longestRetry, Duration giveUpAfter) {

    private static final int FACTOR = 3;

    /** Empty when it is no longer worth to try. */
    Optional<Instant> nextAttempt(Instant createdAt, int attempts, Instant now) {
        Duration pause = firstRetry;
        for (int i = 1; i < attempts && pause.compareTo(longestRetry) < 0; i++) {
            pause = pause.multipliedBy(FACTOR);
        }
        Instant next = now.plus(pause.compareTo(longestRetry) < 0 ? pause : longestRetry);
        return next.isAfter(createdAt.plus(giveUpAfter)) ? Optional.empty() : Optional.of(next);
    }
}
