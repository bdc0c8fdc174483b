package io.loadplane.model.retention;

import io.loadplane.model.run.RunId;
import java.time.Instant;
import java.util.List;

/**
 * Removes what has been kept for long enough, a few rows per transaction and without waiting for anybody's lock. Runs that
 * are to be kept, that are baselines, that are not over, or that are not cleaned up are never touched.
 */
public interface PurgeStore {

    /** The database itself keeps them for so long, whoever asks. */
    int AUDIT_KEPT_DAYS = 7;

    /** What one transaction removed, and whether nothing is left to remove. */
    record Purged(int rows, boolean done) {}

    /** Runs that ended before that time and still have this, the oldest first. */
    List<RunId> runsWith(Kept what, String environment, Instant endedBefore, int limit);

    /** Removes this of a run, at most so many rows of it; none while somebody else is at the run. */
    Purged purge(Kept what, RunId run, int rows);

    /** Removes idempotency keys that were first used before that time. */
    int purgeAnswers(Instant before, int rows);

    /** Removes deliveries that are settled and were first tried before that time. */
    int purgeDeliveries(Instant before, int rows);

    /** Removes load tests that were deleted before that time and have no runs, idempotency keys or schedules, with their revisions. */
    int purgeLoadTests(Instant deletedBefore, int rows);

    /** Removes entries of the audit from before that time; never any of the last {@value #AUDIT_KEPT_DAYS} days. */
    int purgeAudit(Instant before, int rows);
}
