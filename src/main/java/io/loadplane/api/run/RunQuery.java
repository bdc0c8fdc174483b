package io.loadplane.api.run;

import io.loadplane.api.request.Parameters;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.ScheduleId;
import io.loadplane.model.run.Verdict;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which runs of the history are asked for.
 *
 * @param status only runs in this status
 * @param verdict only runs with this verdict
 * @param environment only runs in this environment
 * @param loadTestId only runs of this load test
 * @param scheduleId only runs that this schedule started
 * @param label only runs with this label, as name=value; may be repeated
 * @param startedBy only runs that this caller asked for
 * @param createdAfter only runs asked for after this time (RFC 3339)
 * @param createdBefore only runs asked for before this time (RFC 3339)
 * @param limit how many at most, 1 to 200
 * @param cursor where to read on: next_cursor of the page before
 */
@Introspected
record RunQuery(
        @Nullable @QueryValue String status,
        @Nullable @QueryValue String verdict,
        @Nullable @QueryValue String environment,
        @Nullable @QueryValue("load_test_id") String loadTestId,
        @Nullable @QueryValue("schedule_id") String scheduleId,
        @Nullable @QueryValue List<String> label,
        @Nullable @QueryValue("started_by") String startedBy,
        @Nullable @QueryValue("created_after") String createdAfter,
        @Nullable @QueryValue("created_before") String createdBefore,
        @Nullable @QueryValue Integer limit,
        @Nullable @QueryValue String cursor) {

    RunStore.Filter filter() {
        return new RunStore.Filter(
                Parameters.idOrNull("load_test_id", loadTestId, LoadTestId::new),
                Parameters.idOrNull("schedule_id", scheduleId, ScheduleId::new),
                Parameters.word("status", status, RunStatus.class),
                Parameters.word("verdict", verdict, Verdict.class),
                environment,
                startedBy,
                Parameters.instant("created_after", createdAfter),
                Parameters.instant("created_before", createdBefore),
                Parameters.labels(label));
    }
}
