package io.loadplane.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface AuditRows extends GenericRepository<AuditRow, String> {

    void save(AuditRow row);

    @Query("""
            select coalesce(
                (select jsonb_build_array(environment) from run where id = :id),
                (select jsonb_build_array(environment) from load_test where id = :id),
                (select jsonb_build_array(l.environment)
                 from schedule s join load_test l on l.id = s.load_test_id where s.id = :id),
                (select jsonb_build_array(name) from environment where id = :id),
                (select environments from cluster_credential where id = :id),
                (select environments from token where id = :id),
                (select jsonb_build_array(environment) from webhook where id = :id and environment is not null),
                '[]')::text
            """)
    String environmentsOf(String id);

    /** Ids sort by time of creation, so the page before ends at the id after which this one begins. */
    @Query("""
            select * from audit_entry
            where (cast(:caller as text) is null or caller_id = :caller or caller_name = :caller)
              and (cast(:action as text) is null or action = :action)
              and (cast(:outcome as text) is null or outcome = :outcome)
              and (cast(:environment as text) is null or jsonb_exists(environments, :environment))
              and (cast(:object as text) is null or object_id = :object)
              and (cast(:since as timestamptz) is null or at > :since)
              and (cast(:until as timestamptz) is null or at < :until)
              and (cast(:reach as text) is null
                   or environments <> '[]' and environments <@ to_jsonb(string_to_array(:reach, ',')))
              and (cast(:after as text) is null or id < :after)
            order by id desc
            limit :limit
            """)
    List<AuditRow> list(
            @Nullable String caller,
            @Nullable String action,
            @Nullable String outcome,
            @Nullable String environment,
            @Nullable String object,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable String reach,
            @Nullable String after,
            int limit);
}
