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
interface LoadTestRows extends GenericRepository<RevisionRow, String> {

    /** Nothing happens when the name is taken, so that the caller's transaction stays usable. */
    @Query("""
            insert into load_test (id, environment, name, version, revision, labels, created_at, updated_at)
            values (:id, :environment, :name, 1, 1, cast(:labels as jsonb), :at, :at)
            on conflict (environment, name) where deleted_at is null do nothing
            """)
    int insert(String id, String environment, String name, String labels, Instant at);

    void save(RevisionRow row);

    /** The version that was read guards the update: of two concurrent changes one comes too late. */
    @Query("""
            update load_test
            set version = :version, revision = :revision, labels = cast(:labels as jsonb), updated_at = :at
            where id = :id and version = :version - 1 and deleted_at is null
            """)
    int revise(String id, int version, int revision, String labels, Instant at);

    /** Starting a run changes the same row, and so waits until this transaction is over. */
    @Query("select version from load_test where id = :id for update")
    Optional<Integer> lock(String id);

    @Query("""
            update load_test set version = version + 1, deleted_at = :at
            where id = :id and version = :version and deleted_at is null
            """)
    int markDeleted(String id, int version, Instant at);

    @Query("""
            select id, version, revision, created_at, updated_at, deleted_at
            from load_test where id = :id and deleted_at is null
            """)
    Optional<LoadTestRow> find(String id);

    @Query("""
            select id, version, revision, created_at, updated_at, deleted_at
            from load_test where environment = :environment and name = :name and deleted_at is null
            """)
    Optional<LoadTestRow> findNamed(String environment, String name);

    @Query("select environment from load_test where id = :id")
    Optional<String> findEnvironment(String id);

    @Query("select * from revision where load_test_id = :id and number = :number")
    Optional<RevisionRow> findRevision(String id, int number);

    @Query("""
            select * from revision
            where load_test_id = :id and (cast(:below as integer) is null or number < :below)
            order by number desc
            limit :limit
            """)
    List<RevisionRow> listRevisions(String id, @Nullable Integer below, int limit);

    /** Ids sort by time of creation, so the page before ends at the id after which this one begins. */
    @Query("""
            select t.id, t.version, t.revision, r.settings, t.created_at, t.updated_at
            from load_test t join revision r on r.load_test_id = t.id and r.number = t.revision
            where t.deleted_at is null
              and (cast(:environment as text) is null or t.environment = :environment)
              and (cast(:reach as text) is null or t.environment = any(string_to_array(:reach, ',')))
              and (cast(:name as text) is null or t.name = :name)
              and t.labels @> cast(:labels as jsonb)
              and (cast(:after as text) is null or t.id < :after)
            order by t.id desc
            limit :limit
            """)
    List<LoadTestOverviewRow> list(
            @Nullable String environment,
            @Nullable String reach,
            @Nullable String name,
            String labels,
            @Nullable String after,
            int limit);
}
