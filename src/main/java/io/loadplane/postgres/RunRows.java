package io.loadplane.postgres;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs as callers read and write them. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RunRows extends GenericRepository<RunRow, String> {

    /** Counts up under the row's lock, so that two runs started at once get two numbers. */
    @Query("update load_test set run_count = run_count + 1 where id = :loadTestId and deleted_at is null")
    int countRun(String loadTestId);

    @Query("select run_count from load_test where id = :loadTestId")
    int readRunCount(String loadTestId);

    @Query("""
            insert into run (
                id, number, load_test_id, revision, environment, settings, labels, status, status_since, verdict,
                validity, validity_reasons, workers_requested, workers_connected, workers_lost, cleanup, created_at,
                started_by, note, agent_token, sealed_agent_token, outputs, priority, lease_seconds, lease_until, schedule_id,
                epoch, seq)
            values (
                :id, :number, :loadTestId, :revision, :environment, cast(:settings as jsonb), cast(:labels as jsonb),
                'queued', :at, 'not_evaluated', 'unknown', '[]', :workers, 0, 0, 'pending', :at, :startedBy, :note,
                :agentToken, :sealedAgentToken, cast(:outputs as jsonb), :priority, :leaseSeconds, :leaseUntil, :scheduleId, 0, 0)
            """)
    void insertQueued(
            String id,
            int number,
            String loadTestId,
            int revision,
            String environment,
            String settings,
            String labels,
            int workers,
            Instant at,
            String startedBy,
            @Nullable String note,
            String agentToken,
            @io.micronaut.core.annotation.Nullable byte[] sealedAgentToken,
            @Nullable String outputs,
            int priority,
            @Nullable Integer leaseSeconds,
            @Nullable Instant leaseUntil,
            @Nullable String scheduleId);

    Optional<RunRow> findById(String id);

    @Query("select * from run where load_test_id = :loadTestId order by number desc limit 1")
    Optional<RunRow> findLatest(String loadTestId);

    @Query("""
            select verdict from run
            where load_test_id = :loadTestId and id <> :id and verdict <> 'not_evaluated' and finished_at is not null
            order by finished_at desc
            limit 1
            """)
    List<String> listVerdictBefore(String loadTestId, String id);

    @Query("select id from run where load_test_id = :loadTestId and finished_at is null order by id")
    List<String> listActive(String loadTestId);

    @Query("""
            select e.name as environment, coalesce(r.status, 'queued') as status, coalesce(r.runs, 0) as runs,
                   coalesce(r.oldest, now()) as oldest
            from environment e left join (
                select environment, status, count(*) as runs, min(created_at) as oldest
                from run where finished_at is null group by environment, status) r on r.environment = e.name
            """)
    List<TallyRow> tally();

    /** Ids sort by time of creation, so the page before ends at the id after which this one begins. */
    @Query("""
            select * from run
            where (cast(:loadTestId as text) is null or load_test_id = :loadTestId)
              and (cast(:scheduleId as text) is null or schedule_id = :scheduleId)
              and (cast(:status as text) is null or status = :status)
              and (cast(:verdict as text) is null or verdict = :verdict)
              and (cast(:environment as text) is null or environment = :environment)
              and (cast(:reach as text) is null or environment = any(string_to_array(:reach, ',')))
              and (cast(:startedBy as text) is null or started_by = :startedBy)
              and (cast(:createdAfter as timestamptz) is null or created_at > :createdAfter)
              and (cast(:createdBefore as timestamptz) is null or created_at < :createdBefore)
              and labels @> cast(:labels as jsonb)
              and (cast(:after as text) is null or id < :after)
            order by id desc
            limit :limit
            """)
    List<RunRow> list(
            @Nullable String loadTestId,
            @Nullable String scheduleId,
            @Nullable String status,
            @Nullable String verdict,
            @Nullable String environment,
            @Nullable String reach,
            @Nullable String startedBy,
            @Nullable Instant createdAfter,
            @Nullable Instant createdBefore,
            String labels,
            @Nullable String after,
            int limit);

    /** The first request counts; a run that is over cannot be asked any more. */
    @Query("""
            update run set stop_requested_at = :at, stop_requested_by = :by, stop_replaced = :replaced
            where id = :id and stop_requested_at is null and finished_at is null
            """)
    int requestStop(String id, Instant at, String by, boolean replaced);

    @Query("""
            update run set lease_until = cast(:now as timestamptz) + make_interval(secs => lease_seconds)
            where id = :id and lease_seconds is not null and finished_at is null
            """)
    int renewLease(String id, Instant now);

    @Query("update run set keep = :keep where id = :id and keep <> :keep")
    int keep(String id, boolean keep);

    @Query("update run set seq = seq + 1 where id = :id")
    int nextSeq(String id);

    @Query("select seq from run where id = :id")
    long readSeq(String id);

    @Query("delete from run where id = :id and not baseline")
    int remove(String id);

    @Query("select * from run where load_test_id = :loadTestId and baseline")
    Optional<RunRow> findBaseline(String loadTestId);

    @Query("update run set baseline = false where load_test_id = :loadTestId and baseline")
    int clearBaseline(String loadTestId);

    @Query("update run set baseline = true where id = :id and not baseline")
    int markBaseline(String id);

    @Query("""
            select * from run where load_test_id = :loadTestId and number < :number and status = 'completed'
            order by number desc limit 1
            """)
    Optional<RunRow> findCompletedBefore(String loadTestId, int number);

    @Query("""
            select * from run where load_test_id = :loadTestId and finished_at is not null
            order by number desc limit :limit
            """)
    List<RunRow> listEnded(String loadTestId, int limit);

    @Query("update idempotency_key set run_id = null where run_id = :id")
    int forgetAnswers(String id);

    @Query("select statistics from result where run_id = :id")
    Optional<PackedRow> findResult(String id);

    @Query("select statistics from endpoint_sample where run_id = :id order by seq desc limit 1")
    Optional<PackedRow> findNewestEndpoints(String id);

    @Query("""
            select content, skipped_bytes from run_log
            where run_id = :id and component = :component and index = :index
            """)
    Optional<RunLogRow> findLog(String id, String component, int index);

    @Query("select content as statistics from run_report where run_id = :id")
    Optional<PackedRow> findReport(String id);

    @Query("select exists (select from run where id = :id and cleanup = 'pending')")
    boolean isExpectedOnTarget(String id);

    /** A compressed column by itself. */
    @Introspected
    @SuppressWarnings("ArrayRecordComponent")
    record PackedRow(byte[] statistics) {}

    /** How many runs are where. */
    @Introspected
    record TallyRow(String environment, String status, long runs, Instant oldest) {}

    /** A kept log. */
    @Introspected
    @SuppressWarnings("ArrayRecordComponent")
    record RunLogRow(byte[] content, long skippedBytes) {}
}
