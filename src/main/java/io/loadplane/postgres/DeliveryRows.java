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
interface DeliveryRows extends GenericRepository<DeliveryRow, String> {

    void save(DeliveryRow row);

    Optional<DeliveryRow> findById(String id);

    /** Ids sort by time of creation, so the page before ends at the id after which this one begins. */
    @Query("""
            select * from webhook_delivery
            where webhook_id = :webhookId and (cast(:after as text) is null or id < :after)
            order by id desc
            limit :limit
            """)
    List<DeliveryRow> list(String webhookId, @Nullable String after, int limit);

    @Query("""
            update webhook_delivery set state = :state, attempts = cast(:attempts as jsonb), next_at = :nextAt
            where id = :id and state = 'waiting'
            """)
    int update(String id, String state, String attempts, @Nullable Instant nextAt);
}
