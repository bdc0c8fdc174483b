package io.loadplane.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SampleRows extends GenericRepository<SampleRow, String> {

    void save(SampleRow row);

    @Query("select * from sample where run_id = :runId order by seq")
    List<SampleRow> list(String runId);

    @Query("select * from sample where run_id = :runId order by seq desc limit 1")
    Optional<SampleRow> findNewest(String runId);
}
