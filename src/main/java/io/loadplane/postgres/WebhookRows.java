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

@JdbcRepository(dialect = Dialect.POSTGRES)
interface WebhookRows extends GenericRepository<WebhookRow, String> {

    @Query("""
            insert into webhook (id, url, events, environment, load_test_id, format, secret, active, version,
                                 created_at, created_by, updated_at)
            values (:id, :url, cast(:events as jsonb), :environment, :loadTestId, :format, :secret, :active, 1,
                    :at, :by, :at)
            """)
    void insert(
            String id,
            String url,
            String events,
            @Nullable String environment,
            @Nullable String loadTestId,
            String format,
            byte[] secret,
            boolean active,
            Instant at,
            String by);

    Optional<WebhookRow> findById(String id);

    /** Ids sort by time of creation, so the page before ends at the id after which this one begins. */
    @Query("""
            select * from webhook
            where (cast(:reach as text) is null or environment = any(string_to_array(:reach, ',')))
              and (cast(:after as text) is null or id < :after)
            order by id desc
            limit :limit
            """)
    List<WebhookRow> list(@Nullable String reach, @Nullable String after, int limit);

    @Query("""
            select * from webhook
            where active and (environment is null or environment = :environment)
              and (load_test_id is null or load_test_id = :loadTestId)
            order by id
            for key share
            """)
    List<WebhookRow> listToldOf(String environment, String loadTestId);

    @Query("""
            update webhook
            set url = :url, events = cast(:events as jsonb), format = :format, active = :active, version = :version,
                secret = coalesce(:secret, secret), updated_at = :at
            where id = :id and version = :version - 1
            """)
    int replace(
            String id,
            String url,
            String events,
            String format,
            boolean active,
            int version,
            @io.micronaut.core.annotation.Nullable byte[] secret,
            Instant at);

    @Query("update webhook set active = false, version = version + 1, updated_at = :at where id = :id and active")
    int deactivate(String id, Instant at);

    @Query("select secret from webhook where id = :id and secret is not null")
    Optional<SecretRow> findSecret(String id);

    @Query("delete from webhook where id = :id")
    int remove(String id);

    /** A sealed secret by itself. */
    @Introspected
    @SuppressWarnings("ArrayRecordComponent")
    record SecretRow(byte[] secret) {}
}
