package io.loadplane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.Words;
import io.loadplane.model.run.RunStatus;
import io.loadplane.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private static final String SHAPE = """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || case when a.attnotnull then ' not null' else '' end
                   || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
                   || coalesce(' -- ' || col_description(c.oid, a.attnum), '')
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                 left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'flyway_schema_history'
            union all
            select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
            where connamespace = 'public'::regnamespace and conrelid::regclass::text <> 'flyway_schema_history'
            union all
            select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'flyway_schema_history'
            order by 1
            """;

    private static final String UNCOMMENTED = """
            select c.relname || coalesce('.' || a.attname, '')
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'flyway_schema_history'
              and (col_description(c.oid, a.attnum) is null or obj_description(c.oid) is null)
            """;

    @Test
    void the_schema_file_says_what_the_migrations_make() throws SQLException, IOException {
        TestDatabase migrated = migrated();
        TestDatabase written = TestDatabase.create();
        execute(written, Files.readString(Path.of("db/schema.sql")));

        assertThat(rows(written, SHAPE)).isEqualTo(rows(migrated, SHAPE)).hasSizeGreaterThan(100);
    }

    @Test
    void every_table_and_column_says_what_it_is() throws SQLException {
        assertThat(rows(migrated(), UNCOMMENTED)).isEmpty();
    }

    @Test
    void the_database_allows_exactly_the_moves_of_the_model() throws SQLException {
        TestDatabase database = migrated();
        execute(database, """
                insert into cluster_credential (id, name, kind, version, created_at, updated_at)
                    values ('cred-00000000000000000000000001', 'c', 'local', 1, now(), now());
                insert into environment (id, name, is_default, cluster_credential_id, namespace, pods, policy, defaults, created_at, updated_at)
                    values ('env-00000000000000000000000001', 'local', true, 'cred-00000000000000000000000001', 'n', '{}', '{}', '{}', now(), now());
                insert into load_test (id, environment, name, version, revision, labels, created_at, updated_at)
                    values ('lt-00000000000000000000000001', 'local', 'x', 1, 1, '{}', now(), now());
                insert into revision values ('lt-00000000000000000000000001', 1, '{}', '{}', now(), 'x');
                """);
        for (RunStatus from : RunStatus.values()) {
            for (RunStatus to : RunStatus.values()) {
                check(database, from, to, from.canBecome(to));
            }
        }
        check(database, null, RunStatus.QUEUED, true);
        check(database, null, RunStatus.RUNNING, false);
    }

    private static void check(TestDatabase database, @Nullable RunStatus from, RunStatus to, boolean allowed) {
        String insert = """
                insert into run (id, number, load_test_id, revision, environment, settings, labels, previous_status, status,
                    status_since, reason_code, verdict, validity, validity_reasons, workers_requested, workers_connected,
                    workers_lost, result_complete, cleanup, created_at, started_at, finished_at, started_by, agent_token, epoch, seq)
                values ('run-00000000000000000000000001', 1, 'lt-00000000000000000000000001', 1, 'local', '{}', '{}', %s, '%s',
                    now(), 'internal_error', 'passed', 'valid', '[]', 1, 0, 0, true, 'pending', now(), now(), %s, 'x', 't', 0, 0);
                delete from run;
                """.formatted(
                from == null ? "null" : "'" + Words.of(from) + "'", Words.of(to), to.isTerminal() ? "now()" : "null");
        if (allowed) {
            assertThatCode(() -> execute(database, insert))
                    .as("%s to %s", from, to)
                    .doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> execute(database, insert))
                    .as("%s to %s", from, to)
                    .hasMessageContaining("run_moves_only_forward");
        }
    }

    private static TestDatabase migrated() {
        TestDatabase database = TestDatabase.create();
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return database;
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(TestDatabase database, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
