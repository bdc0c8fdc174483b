package io.loadplane.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventRows extends GenericRepository<EventRow, String> {

    void save(EventRow row);

    @Query("select * from run_event where run_id = :runId and seq > :after order by seq limit :limit")
    List<EventRow> listAfter(String runId, long after, int limit);
}
