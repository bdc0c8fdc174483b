package io.loadplane.model.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs wrote, for those who follow them. */
public interface EntryStore {

    /** The {@code seq} of the newest entry; 0 when there is no such run. */
    long newest(RunId run);

    /**
     * What several runs wrote after positions of their own, in one query.
     *
     * @param after {@code seq} of the last entry that is already known
     * @param limit how many entries of each run at most
     * @return entries in order; runs without news are left out
     */
    Map<RunId, List<RunEntry>> entries(Map<RunId, Long> after, int limit);

    /** The moments of which statistics with endpoints are kept, in order. */
    List<Long> endpointMoments(RunId run);

    /** Statistics with endpoints of one of those moments; empty when they have gone meanwhile. */
    Optional<Moment> endpointStatistics(RunId run, long moment);

    /** Statistics of one moment of a run. */
    record Moment(long seq, Instant at, Statistics statistics) {}
}
