package io.loadplane.benchmark;

import io.loadplane.testing.DatabaseProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A long history: copies of one load test and one run that are there, under ids that sort in the order of creation. */
final class HistoryData {

    static final int ENVIRONMENTS = 50;
    static final int LOAD_TESTS = 20_000;
    static final int RUNS = 1_000_000;
    static final int EVENTS = 3 * RUNS;
    static final int SAMPLES = 10 * RUNS;

    private static final String LOAD_TEST_OF_RUN = "(1 + n % 20000)";

    private final Connection connection;

    private HistoryData(Connection connection) {
        this.connection = connection;
    }

    /** How many of each there are afterwards; foreign keys are not looked at meanwhile. */
    static void generate(DatabaseProcess database) throws SQLException {
        try (Connection connection = database.connect()) {
            HistoryData data = new HistoryData(connection);
            data.execute("set session_replication_role = replica");
            data.execute("set synchronous_commit = off");
            data.generate();
            data.execute("vacuum analyze");
        }
    }

    /** The id of the n-th; digits are letters of an id, too. */
    static String id(String prefix, long number) {
        return "%s0%025d".formatted(prefix, number);
    }

    private void generate() throws SQLException {
        copy("environment", ENVIRONMENTS, "id = " + id("env", "n"), "name = 'place-' || n", "is_default = false");
        copy(
                "load_test",
                LOAD_TESTS,
                "id = " + id("lt", "n"),
                "name = 'history-' || n",
                "environment = 'place-' || (1 + n % 50)",
                "labels = jsonb_build_object('team', 'team-' || n % 20, 'number', n::text)",
                "run_count = 50");
        copy("revision", LOAD_TESTS, "load_test_id = " + id("lt", "n"), "number = 1");
        copyRuns();
        copy("run_event", EVENTS, "run_id = " + id("run", "(1 + n / 3)"), "seq = 1 + n % 3");
        copy("sample", SAMPLES, "run_id = " + id("run", "(1 + n / 10)"), "seq = 4 + n % 10");
    }

    /** One in ten has failed, a hundred are active, and each of a thousand people has started as many. */
    private void copyRuns() throws SQLException {
        String at = "now() - (1000000 - n) * interval '1 minute'";
        String active = "n > 999900";
        copy(
                "run",
                RUNS,
                "id = " + id("run", "n"),
                "load_test_id = " + id("lt", LOAD_TEST_OF_RUN),
                "revision = 1",
                "number = 1 + n / 20000",
                "environment = 'place-' || (1 + " + LOAD_TEST_OF_RUN + " % 50)",
                "labels = jsonb_build_object('team', 'team-' || " + LOAD_TEST_OF_RUN + " % 20, 'number', "
                        + LOAD_TEST_OF_RUN + "::text)",
                "status = case when " + active + " then 'running' when n % 10 = 0 then 'failed' else 'completed' end",
                "previous_status = case when " + active + " then 'starting' else 'stopping' end",
                "reason_code = case when n % 10 = 0 then 'workers_lost' end",
                "verdict = case when n % 1000 = 0 then 'failed' when n % 3 = 0 then 'passed' else 'not_evaluated' end",
                "started_by = 'person-' || n % 1000",
                "cleanup = case when " + active + " then 'pending' else 'done' end",
                "finished_at = case when " + active + " then null else " + at + " end",
                "created_at = " + at,
                "status_since = " + at,
                "started_at = " + at);
    }

    private static String id(String prefix, String number) {
        return "'%s-0' || lpad(%s::text, 25, '0')".formatted(prefix, number);
    }

    /**
     * @param overrides {@code column = expression} of {@code n}; all other columns are as in the first row
     */
    private void copy(String table, int rows, String... overrides) throws SQLException {
        Map<String, String> different = Stream.of(overrides)
                .map(override -> override.split(" = ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        List<String> columns = columns(table);
        if (!columns.containsAll(different.keySet())) {
            throw new IllegalArgumentException("%s has %s".formatted(table, columns));
        }
        execute("""
                insert into %s (%s)
                select %s from (select * from %s limit 1) first, generate_series(1, %d) n
                """.formatted(
                        table,
                        String.join(", ", columns),
                        columns.stream()
                                .map(column -> different.getOrDefault(column, "first." + column))
                                .collect(Collectors.joining(", ")),
                        table,
                        rows));
    }

    private List<String> columns(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select column_name from information_schema.columns where "
                        + "table_schema = 'public' and is_generated = 'NEVER' and table_name = '" + table + "'")) {
            while (found.next()) {
                columns.add(found.getString(1));
            }
        }
        return columns;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
