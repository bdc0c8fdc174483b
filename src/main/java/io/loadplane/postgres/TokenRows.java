package io.loadplane.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TokenRows extends GenericRepository<TokenRow, String> {

    @Query("""
            insert into token (id, name, role, environments, hash, created_at, created_by, expires_at)
            values (:id, :name, :role, cast(:environments as jsonb), :hash, :at, :by, :expiresAt)
            on conflict (name) where revoked_at is null do nothing
            """)
    int insert(
            String id,
            String name,
            String role,
            String environments,
            String hash,
            Instant at,
            String by,
            @Nullable Instant expiresAt);

    Optional<TokenRow> findById(String id);

    /** Ids sort by time of creation, so the page before ends at the id after which this one begins. */
    @Query("""
            select * from token
            where (cast(:reach as text) is null or jsonb_exists_any(environments, string_to_array(:reach, ',')))
              and (cast(:after as text) is null or id < :after)
            order by id desc
            limit :limit
            """)
    List<TokenRow> list(@Nullable String reach, @Nullable String after, int limit);

    @Query("select exists (select from token where revoked_at is null and (expires_at is null or expires_at > :now))")
    boolean anyActive(Instant now);

    @Query("update token set revoked_at = :at where id = :id and revoked_at is null")
    int revoke(String id, Instant at);

    @Query("update token set last_used_at = :at where id = :id and (last_used_at is null or last_used_at < :since)")
    int markUsed(String id, Instant at, Instant since);
}
