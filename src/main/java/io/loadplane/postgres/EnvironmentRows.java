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
interface EnvironmentRows extends GenericRepository<EnvironmentRow, String> {

    @Query("""
            insert into environment (id, name, is_default, cluster_credential_id, allowed_cluster_credential_ids, namespace,
                                     pods, policy, limits, retention, defaults, version, created_at, updated_at)
            values (:id, :name, :isDefault, :credential, cast(:allowed as jsonb), :namespace,
                    cast(:pods as jsonb), cast(:policy as jsonb), cast(:limits as jsonb), cast(:retention as jsonb),
                    cast(:defaults as jsonb), 1, :at, :at)
            on conflict (name) do nothing
            """)
    int insert(
            String id,
            String name,
            boolean isDefault,
            String credential,
            String allowed,
            String namespace,
            String pods,
            String policy,
            String limits,
            String defaults,
            String retention,
            Instant at);

    @Query("""
            update environment
            set is_default = :isDefault, cluster_credential_id = :credential,
                allowed_cluster_credential_ids = cast(:allowed as jsonb), namespace = :namespace,
                pods = cast(:pods as jsonb), policy = cast(:policy as jsonb), limits = cast(:limits as jsonb),
                retention = cast(:retention as jsonb), defaults = cast(:defaults as jsonb),
                version = :version, updated_at = :at
            where id = :id and version = :version - 1
            """)
    int replace(
            String id,
            int version,
            boolean isDefault,
            String credential,
            String allowed,
            String namespace,
            String pods,
            String policy,
            String limits,
            String defaults,
            String retention,
            Instant at);

    /** Comes before another environment becomes the default: there may be one only. */
    @Query("update environment set is_default = false where is_default and id <> :id")
    void clearDefault(String id);

    @Query("""
            delete from environment
            where id = :id
              and not exists (select from load_test where load_test.environment = environment.name)
              and not exists (select from run where run.environment = environment.name)
            """)
    int remove(String id);

    Optional<EnvironmentRow> findById(String id);

    Optional<EnvironmentRow> findByName(String name);

    @Query("select * from environment where is_default")
    Optional<EnvironmentRow> findDefault();

    @Query("""
            select * from environment
            where (cast(:reach as text) is null or name = any(string_to_array(:reach, ',')))
              and (cast(:after as text) is null or name > :after)
            order by name
            limit :limit
            """)
    List<EnvironmentRow> listByName(@Nullable String reach, @Nullable String after, int limit);
}
