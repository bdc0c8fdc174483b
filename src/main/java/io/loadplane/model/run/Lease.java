package io.loadplane.model.run;

import java.time.Duration;
import java.time.Instant;

/**
 * A caller's promise to look after a run: one that is not renewed in time is stopped.
 *
 * @param term how long each renewal holds
 */
public record Lease(Duration term, Instant until) {

    public boolean hasExpired(Instant now) {
        return now.isAfter(until);
    }

    /** Whether so much of it is over that a caller who is there should renew it. */
    public boolean isDue(Instant now) {
        return now.plus(term.dividedBy(2)).isAfter(until);
    }
}
