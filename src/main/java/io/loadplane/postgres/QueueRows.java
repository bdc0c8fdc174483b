package io.loadplane.postgres;

import io.loadplane.model.environment.Limits;
import io.loadplane.model.policy.Policy;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Places in environments, and who waits for them. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface QueueRows extends GenericRepository<RunRow, String> {

    @Query("select limits, policy from environment where name = :environment")
    TermsRow readTerms(String environment);

    /** Until the end of the transaction nobody else gives away a place there. */
    @Query("select 1 from pg_advisory_xact_lock(hashtextextended(:environment, 43))")
    int lock(String environment);

    @Query("""
            select count(*) as runs, coalesce(sum(workers_requested), 0) as workers,
                   coalesce(sum(cast(settings #>> '{load,users}' as integer)), 0) as users
            from run where environment = :environment and finished_at is null and status <> 'queued'
            """)
    UsageRow usage(String environment);

    /** As if all that wait had their places already. */
    @Query("""
            select count(*) as runs, coalesce(sum(workers_requested), 0) as workers,
                   coalesce(sum(cast(settings #>> '{load,users}' as integer)), 0) as users
            from run where environment = :environment and finished_at is null
            """)
    UsageRow usageWithQueue(String environment);

    @Query("""
            select exists (
                select from run
                where environment = :environment and status = 'queued'
                  and (priority > :priority or priority = :priority and id < :id))
            """)
    boolean hasOthersBefore(String environment, int priority, String id);

    @Query("""
            select id, position from (
                select id, row_number() over (partition by environment order by priority desc, id) as position
                from run
                where status = 'queued' and environment in (select environment from run where id in (:ids))) as queue
            where id in (:ids)
            """)
    List<PositionRow> listPositions(List<String> ids);

    /** On which an environment lets runs in. */
    @Introspected
    record TermsRow(
            @TypeDef(type = DataType.JSON) String limits,
            @TypeDef(type = DataType.JSON) String policy) {

        Limits toLimits() {
            return Json.read(limits, Limits.class);
        }

        Policy toPolicy() {
            return Json.read(policy, Policy.class);
        }
    }

    /** What goes on in an environment. */
    @Introspected
    record UsageRow(long runs, long workers, long users) {

        Limits.Usage toUsage() {
            return new Limits.Usage(runs, workers, users);
        }
    }

    /** Where a run stands in its queue, from 1. */
    @Introspected
    record PositionRow(String id, int position) {}
}
