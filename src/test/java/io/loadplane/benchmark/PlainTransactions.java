package io.loadplane.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.loadplane.model.Ids;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.RunId;
import io.loadplane.testing.DatabaseProcess;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one accepted definition, copied from some that are there and written with nothing around them. */
final class PlainTransactions implements AutoCloseable {

    /** As many connections as the service has. */
    private static final int CONNECTIONS = 10;

    private final HikariDataSource pool;
    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final List<Row> rows = new ArrayList<>();

    /** What is written to one table: a value per column, as text; null where the table has none. */
    private record Row(String table, String insert, List<String> columns, List<@Nullable String> values) {}

    private PlainTransactions(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * @param started whether with a run, its first event and its task
     */
    static PlainTransactions like(DatabaseProcess database, boolean started) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername("postgres");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        PlainTransactions plain = new PlainTransactions(new HikariDataSource(config));
        try (Connection connection = plain.pool.getConnection()) {
            List<String> tables = started
                    ? List.of("load_test", "revision", "run", "run_event", "run_task")
                    : List.of("load_test", "revision");
            for (String table : tables) {
                plain.rows.add(copy(connection, table));
            }
            connection.commit();
        }
        return plain;
    }

    private static Row copy(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select * from %s limit 1".formatted(table))) {
            if (!found.next()) {
                throw new IllegalStateException("nothing to copy in " + table);
            }
            ResultSetMetaData meta = found.getMetaData();
            List<String> columns = new ArrayList<>();
            List<String> places = new ArrayList<>();
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnName(i));
                places.add("cast(? as %s)".formatted(meta.getColumnTypeName(i)));
                values.add(found.getString(i));
            }
            String insert = "insert into %s (%s) values (%s)"
                    .formatted(table, String.join(", ", columns), String.join(", ", places));
            return new Row(table, insert, columns, values);
        }
    }

    /** One transaction, under ids of its own. */
    void insert() throws SQLException {
        String loadTest = ids.next(LoadTestId.PREFIX);
        String run = ids.next(RunId.PREFIX);
        try (Connection connection = pool.getConnection()) {
            for (Row row : rows) {
                try (PreparedStatement statement = connection.prepareStatement(row.insert)) {
                    for (int i = 0; i < row.columns.size(); i++) {
                        statement.setString(i + 1, value(row, i, loadTest, run));
                    }
                    statement.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    /** Tasks lie in the far future: nobody is to take them up. */
    private static @Nullable String value(Row row, int column, String loadTest, String run) {
        return switch (row.table + "." + row.columns.get(column)) {
            case "load_test.id", "load_test.name", "revision.load_test_id", "run.load_test_id" -> loadTest;
            case "run.id", "run_event.run_id", "run_task.task_instance" -> run;
            case "run_task.execution_time" -> "2999-01-01";
            case "run_task.picked" -> "false";
            default -> row.values.get(column);
        };
    }

    @Override
    public void close() {
        pool.close();
    }
}
