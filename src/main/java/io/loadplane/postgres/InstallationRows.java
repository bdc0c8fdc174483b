package io.loadplane.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface InstallationRows extends GenericRepository<CredentialRow, String> {

    @Query("insert into installation (id) values (:id) on conflict do nothing")
    void insert(String id);

    @Query("select id from installation")
    String find();
}
