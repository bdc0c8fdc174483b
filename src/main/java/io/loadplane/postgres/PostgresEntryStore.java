package io.loadplane.postgres;

import io.loadplane.model.run.EntryStore;
import io.loadplane.model.run.RunEntry;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.Statistics;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@Singleton
@Transactional(readOnly = true)
class PostgresEntryStore implements EntryStore {

    /** Each run's numbers are given out under the lock of its row, so whoever sees one sees all before it. */
    private static final String ENTRIES = """
            select followed.run_id, entry.kind, entry.content
            from unnest(?, ?) as followed (run_id, position)
            cross join lateral (
                (select seq, 'event' as kind, cast(to_jsonb(run_event) as text) as content
                 from run_event where run_id = followed.run_id and seq > position order by seq limit ?)
                union all
                (select seq, 'sample', cast(to_jsonb(sample) as text)
                 from sample where run_id = followed.run_id and seq > position order by seq limit ?)
                order by seq limit ?) as entry
            order by followed.run_id, entry.seq
            """;

    private final JdbcOperations database;

    PostgresEntryStore(JdbcOperations database) {
        this.database = database;
    }

    @Override
    public long newest(RunId run) {
        return database.prepareStatement("select seq from run where id = ?", statement -> {
            statement.setString(1, run.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0L;
            }
        });
    }

    @Override
    public Map<RunId, List<RunEntry>> entries(Map<RunId, Long> after, int limit) {
        List<RunId> runs = List.copyOf(after.keySet());
        return database.prepareStatement(ENTRIES, statement -> {
            Connection connection = statement.getConnection();
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", runs.stream().map(RunId::value).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", runs.stream().map(after::get).toArray()));
            for (int parameter = 3; parameter <= 5; parameter++) {
                statement.setInt(parameter, limit);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows);
            }
        });
    }

    /** What only a newer release can read ends what is told of its run here, and of no other. */
    private static Map<RunId, List<RunEntry>> read(ResultSet rows) throws SQLException {
        Map<RunId, List<RunEntry>> entries = new HashMap<>();
        Set<RunId> unreadable = new HashSet<>();
        while (rows.next()) {
            RunId run = new RunId(rows.getString(1));
            if (!unreadable.contains(run)) {
                try {
                    RunEntry entry = entry(rows.getString(2), rows.getString(3));
                    entries.computeIfAbsent(run, key -> new ArrayList<>()).add(entry);
                } catch (IllegalArgumentException | UncheckedIOException e) {
                    unreadable.add(run);
                }
            }
        }
        return entries;
    }

    private static RunEntry entry(String kind, String content) {
        return kind.equals("event")
                ? Json.read(content, EventRow.class).toEvent()
                : Json.read(content, SampleRow.class).toSample();
    }

    @Override
    public List<Long> endpointMoments(RunId run) {
        return database.prepareStatement("select seq from endpoint_sample where run_id = ? order by seq", statement -> {
            statement.setString(1, run.value());
            List<Long> moments = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    moments.add(rows.getLong(1));
                }
            }
            return moments;
        });
    }

    @Override
    public Optional<Moment> endpointStatistics(RunId run, long moment) {
        String sql = "select at, statistics from endpoint_sample where run_id = ? and seq = ?";
        return database.prepareStatement(sql, statement -> {
            statement.setString(1, run.value());
            statement.setLong(2, moment);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Moment(
                                moment,
                                rows.getObject(1, OffsetDateTime.class).toInstant(),
                                Json.unpack(rows.getBytes(2), Statistics.class)))
                        : Optional.empty();
            }
        });
    }
}
