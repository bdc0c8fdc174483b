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

/** Runs as the engine writes them: every statement names the epoch of the owner, and writes nothing under an older one. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface JournalRows extends GenericRepository<RunRow, String> {

    /** An owner may claim again what it owns: its process may have restarted under the same pick. */
    @Query("select owner from run where id = :id and epoch <= :epoch for update")
    Optional<OwnerRow> lockClaimable(String id, long epoch);

    @Query("""
            update run set epoch = :epoch, owner = :owner, seq = seq + :entries,
                -- nobody could renew a lease while nobody was there
                lease_until = greatest(lease_until, cast(:now as timestamptz) + make_interval(secs => lease_seconds))
            where id = :id
            """)
    void claim(String id, String owner, long epoch, Instant now, int entries);

    @Query("select source from revision where load_test_id = :loadTestId and number = :number")
    SourceRow readSource(String loadTestId, int number);

    @Query("select * from run where id = :id and epoch = :epoch")
    Optional<RunRow> findOwned(String id, long epoch);

    /** All that the engine may change. What a run is and who asked for what belongs to callers and stays untouched. */
    @Query("""
            update run
            set previous_status = case when status <> :status then status else previous_status end,
                status = :status, status_since = :statusSince,
                reason_code = :reasonCode, reason_message = :reasonMessage, reason_detail = :reasonDetail,
                verdict = :verdict, verdict_reason = :verdictReason, criteria_results = cast(:criteriaResults as jsonb),
                validity = :validity, validity_reasons = cast(:validityReasons as jsonb),
                workers_connected = :workersConnected, workers_lost = :workersLost,
                summary = cast(:summary as jsonb), result_complete = :resultComplete,
                cleanup = :cleanup, admitted_at = :admittedAt, started_at = :startedAt, finished_at = :finishedAt,
                seq = seq + :entries
            where id = :id and epoch = :epoch
            """)
    int update(
            String id,
            long epoch,
            int entries,
            String status,
            Instant statusSince,
            @Nullable String reasonCode,
            @Nullable String reasonMessage,
            @Nullable String reasonDetail,
            String verdict,
            @Nullable String verdictReason,
            @Nullable String criteriaResults,
            String validity,
            String validityReasons,
            int workersConnected,
            int workersLost,
            @Nullable String summary,
            @Nullable Boolean resultComplete,
            String cleanup,
            @Nullable Instant admittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt);

    @Query("select seq from run where id = :id")
    long readSeq(String id);

    @Query("insert into endpoint_sample (run_id, seq, at, statistics) values (:runId, :seq, :at, :statistics)")
    void insertEndpoints(String runId, long seq, Instant at, byte[] statistics);

    @Query("insert into result (run_id, complete, statistics, created_at) values (:runId, :complete, :statistics, :at)")
    void insertResult(String runId, boolean complete, byte[] statistics, Instant at);

    @Query("select * from run where load_test_id = :loadTestId and baseline and id <> :runId")
    Optional<RunRow> findBaseline(String loadTestId, String runId);

    @Query("select statistics from result where run_id = :runId and complete")
    Optional<RunRows.PackedRow> findCompleteResult(String runId);

    @Query("insert into run_report (run_id, content) values (:runId, :content) on conflict (run_id) do nothing")
    void insertReport(String runId, byte[] content);

    @Query("select content from run_manifest where run_id = :runId order by position")
    List<ManifestRow> listManifests(String runId);

    /** Whoever came first has perhaps created something from it already. */
    @Query("""
            insert into run_manifest (run_id, position, content) values (:runId, :position, :content)
            on conflict (run_id, position) do nothing
            """)
    void insertManifest(String runId, int position, String content);

    /** A clean-up that was cut off begins again and finds its logs already kept. */
    @Query("""
            insert into run_log (run_id, component, index, content, skipped_bytes)
            values (:runId, :component, :index, :content, :skippedBytes)
            on conflict (run_id, component, index) do nothing
            """)
    void insertLog(String runId, String component, int index, byte[] content, long skippedBytes);

    /** The owner of a run by itself. */
    @Introspected
    record OwnerRow(@Nullable String owner) {}

    /** One manifest by itself. */
    @Introspected
    record ManifestRow(String content) {}

    /** The code of a revision by itself. */
    @Introspected
    record SourceRow(String source) {}
}
