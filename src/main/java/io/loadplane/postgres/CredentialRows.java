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
interface CredentialRows extends GenericRepository<CredentialRow, String> {

    /** Belongs to an environment in the reach, or is used by one. */
    String WITHIN = """
            (cast(:reach as text) is null
             or jsonb_exists_any(environments, string_to_array(:reach, ','))
             or exists (
                select from environment e
                where e.name = any(string_to_array(:reach, ','))
                  and (e.cluster_credential_id = cluster_credential.id
                       or jsonb_exists(e.allowed_cluster_credential_ids, cluster_credential.id))))
            """;

    Optional<CredentialRow> findById(String id);

    @Query("select * from cluster_credential where id = :id and " + WITHIN)
    Optional<CredentialRow> findWithin(String id, @Nullable String reach);

    @Query("select * from cluster_credential where (cast(:after as text) is null or name > :after) and " + WITHIN
            + "order by name limit :limit")
    List<CredentialRow> listByName(@Nullable String reach, @Nullable String after, int limit);

    @Query("""
            insert into cluster_credential (id, name, kind, version, secret, server, ca_fingerprint, identity, expires_at,
                                            environments, created_at, updated_at)
            values (:id, :name, :kind, 1, :secret, :server, :caFingerprint, :identity, :expiresAt,
                    cast(:environments as jsonb), :createdAt, :createdAt)
            on conflict (name) do nothing
            """)
    int insert(
            String id,
            String name,
            String kind,
            @io.micronaut.core.annotation.Nullable byte[] secret,
            @Nullable String server,
            @Nullable String caFingerprint,
            @Nullable String identity,
            @Nullable Instant expiresAt,
            String environments,
            Instant createdAt);

    /** What the version before had proven is not proven for this one. */
    @Query("""
            update cluster_credential
            set kind = :kind, version = :version, secret = :secret, server = :server, ca_fingerprint = :caFingerprint,
                identity = :identity, expires_at = :expiresAt, environments = cast(:environments as jsonb),
                updated_at = :updatedAt, verified_at = null
            where id = :id and version = :version - 1
            """)
    int replace(
            String id,
            String kind,
            int version,
            @io.micronaut.core.annotation.Nullable byte[] secret,
            @Nullable String server,
            @Nullable String caFingerprint,
            @Nullable String identity,
            @Nullable Instant expiresAt,
            String environments,
            Instant updatedAt);

    @Query("select secret from cluster_credential where id = :id and secret is not null")
    Optional<SecretRow> findSecret(String id);

    @Query("update cluster_credential set verified_at = :at where id = :id")
    void markVerified(String id, Instant at);

    /** Runs name their credential in their settings, so that they are found whatever their environment says now. */
    @Query("""
            (select 'the environment ' || name as name from environment
             where cluster_credential_id = :id or allowed_cluster_credential_ids @> to_jsonb(cast(:id as text))
             order by name limit 10)
            union all
            (select 'the run ' || id from run
             where (finished_at is null or cleanup = 'pending') and settings ->> 'cluster_credential_id' = :id
             order by id limit 10)
            """)
    List<UserRow> listUsers(String id);

    @Query("delete from cluster_credential where id = :id")
    int remove(String id);

    /** A sealed secret by itself. */
    @Introspected
    record SecretRow(byte[] secret) {}

    /** Somebody who needs a credential. */
    @Introspected
    record UserRow(String name) {}
}
