package io.loadplane.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface EnvironmentRows extends GenericRepository<EnvironmentRow, String> {

    void save(EnvironmentRow row);

    Optional<EnvironmentRow> findById(String id);

    Optional<EnvironmentRow> findByName(String name);

    @Query("select * from environment where is_default")
    Optional<EnvironmentRow> findDefault();

    @Query("""
            select * from environment
            where cast(:after as text) is null or name > :after
            order by name
            limit :limit
            """)
    List<EnvironmentRow> listByName(@Nullable String after, int limit);
}
