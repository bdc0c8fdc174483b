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
interface ScheduleRows extends GenericRepository<ScheduleRow, String> {

    void save(ScheduleRow row);

    Optional<ScheduleRow> findById(String id);

    @Query("select * from schedule where id = :id for update")
    Optional<ScheduleRow> lock(String id);

    /** Comes before {@link #update}, and holds it back when somebody settled more than this caller knows. */
    @Query("update schedule set settled_until = :until where id = :id and settled_until <= :until")
    int settle(String id, Instant until);

    void update(ScheduleRow row);

    @Query("delete from schedule where id = :id")
    int remove(String id);

    @Query("select id from schedule where load_test_id = :loadTestId order by id")
    List<String> listOf(String loadTestId);

    /** Ids sort by time of creation, so the page before ends at the id after which this one begins. */
    @Query("""
            select * from schedule
            where (cast(:loadTestId as text) is null or load_test_id = :loadTestId)
              and (cast(:environment as text) is null
                   or load_test_id in (select id from load_test where environment = :environment))
              and (cast(:reach as text) is null
                   or load_test_id in (select id from load_test where environment = any(string_to_array(:reach, ','))))
              and (cast(:after as text) is null or id < :after)
            order by id desc
            limit :limit
            """)
    List<ScheduleRow> list(
            @Nullable String loadTestId,
            @Nullable String environment,
            @Nullable String reach,
            @Nullable String after,
            int limit);
}
