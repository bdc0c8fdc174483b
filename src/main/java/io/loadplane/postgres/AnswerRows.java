package io.loadplane.postgres;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface AnswerRows extends GenericRepository<AnswerRows.AnswerRow, String> {

    @MappedEntity("idempotency_key")
    record AnswerRow(
            String caller,
            String key,
            String requestHash,
            String loadTestId,
            @Nullable String runId,
            boolean created,
            Instant createdAt) {}

    /** The lock goes with the transaction, whichever way that ends. */
    @Query("select pg_try_advisory_xact_lock(hashtextextended(:callerAndKey, 42))")
    boolean tryLock(String callerAndKey);

    @Query("select * from idempotency_key where caller = :caller and key = :key and created_at > :since")
    Optional<AnswerRow> findSince(String caller, String key, Instant since);

    @Query("delete from idempotency_key where caller = :caller and created_at <= :until")
    int forget(String caller, Instant until);

    void save(AnswerRow row);
}
