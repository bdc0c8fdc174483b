package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.retention.Kept;
import io.loadplane.model.retention.PurgeStore;
import io.loadplane.model.run.RunId;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The statements differ by table only, and the planner takes a partial index only for the very words of its condition. */
@Singleton
@Transactional
class PostgresPurgeStore implements PurgeStore {

    private final JdbcOperations database;

    PostgresPurgeStore(JdbcOperations database) {
        this.database = database;
    }

    @Override
    public List<RunId> runsWith(Kept what, String environment, Instant endedBefore, int limit) {
        String sql = """
                select id from run
                where environment = ? and finished_at < ? and cleanup = 'done' and not keep and not baseline%s
                order by finished_at
                limit ?
                """.formatted(what == Kept.RUNS ? "" : " and not purged @> '{%s}'".formatted(Words.of(what)));
        return ids(sql, environment, endedBefore, limit).stream()
                .map(RunId::new)
                .toList();
    }

    @Override
    public Purged purge(Kept what, RunId run, int rows) {
        String lock =
                "select id from run where id = ? and cleanup = 'done' and not keep and not baseline for update skip locked";
        if (ids(lock, run.value()).isEmpty()) {
            return new Purged(0, false);
        }
        return switch (what) {
            case SAMPLES -> purge("sample", what, run, rows);
            case ENDPOINT_SAMPLES -> purge("endpoint_sample", what, run, rows);
            case LOGS -> purge("run_log", what, run, rows);
            case REPORTS -> purge("run_report", what, run, rows);
            case RUNS -> purgeRun(run, rows);
        };
    }

    @Override
    public int purgeAnswers(Instant before, int rows) {
        return update("""
                delete from idempotency_key where ctid = any(array(
                    select ctid from idempotency_key where created_at < ? limit ? for update skip locked))
                """, before, rows);
    }

    @Override
    public int purgeDeliveries(Instant before, int rows) {
        return update("""
                delete from webhook_delivery where ctid = any(array(
                    select ctid from webhook_delivery where created_at < ? and state <> 'waiting'
                    limit ? for update skip locked))
                """, before, rows);
    }

    /** The order makes the planner take the index, also when it believes that every load test has runs by the thousand. */
    @Override
    public int purgeLoadTests(Instant deletedBefore, int rows) {
        String[] gone = ids("""
                select id from load_test
                where deleted_at < ?
                  and (select number from run where load_test_id = load_test.id order by number limit 1) is null
                  and not exists (select from idempotency_key where load_test_id = load_test.id)
                  and not exists (select from schedule where load_test_id = load_test.id)
                limit ?
                for update skip locked
                """, deletedBefore, rows).toArray(String[]::new);
        update("delete from revision where load_test_id = any(?)", (Object) gone);
        return update("delete from load_test where id = any(?)", (Object) gone);
    }

    @Override
    public int purgeAudit(Instant before, int rows) {
        return Integer.parseInt(ids("select purge_audit(?, ?)", before, rows).getFirst());
    }

    private Purged purge(String table, Kept what, RunId run, int rows) {
        int removed = delete(table, run, rows);
        if (removed < rows) {
            update("update run set purged = purged || array[?] where id = ?", Words.of(what), run.value());
        }
        return new Purged(removed, removed < rows);
    }

    /** What there may be much of goes before; the rest is not worth more than one transaction. */
    private Purged purgeRun(RunId run, int rows) {
        int removed = delete("sample", run, rows);
        removed += delete("endpoint_sample", run, rows - removed);
        if (removed == rows) {
            return new Purged(removed, false);
        }
        update("update idempotency_key set run_id = null where run_id = ?", run.value());
        update("delete from run where id = ?", run.value());
        return new Purged(removed + 1, true);
    }

    private int delete(String table, RunId run, int rows) {
        return update(
                "delete from %1$s where ctid = any(array(select ctid from %1$s where run_id = ? limit ?))"
                        .formatted(table),
                run.value(),
                rows);
    }

    private List<String> ids(String sql, Object... parameters) {
        return database.prepareStatement(sql, statement -> {
            bind(statement, parameters);
            List<String> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        });
    }

    private int update(String sql, Object... parameters) {
        return database.prepareStatement(sql, statement -> {
            bind(statement, parameters);
            return statement.executeUpdate();
        });
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case Instant time -> statement.setObject(i + 1, time.atOffset(ZoneOffset.UTC));
                case String[] texts -> {
                    Array array = statement.getConnection().createArrayOf("text", texts);
                    statement.setArray(i + 1, array);
                }
                case Object other -> statement.setObject(i + 1, other);
            }
        }
    }
}
