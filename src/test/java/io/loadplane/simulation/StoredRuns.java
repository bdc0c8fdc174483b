package io.loadplane.simulation;

import io.loadplane.model.Words;
import io.loadplane.model.run.RunStatus;
import io.loadplane.simulation.ChaosPlan.PlannedRun;
import io.loadplane.testing.DatabaseProcess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What the database says of runs, read past the service. */
public final class StoredRuns {

    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(90);

    private final DatabaseProcess database;

    public StoredRuns(DatabaseProcess database) {
        this.database = database;
    }

    /** Whether the run has ended together with its result; waits while the database is away. */
    public boolean isSettled(String run) {
        return Awaitility.await()
                .atMost(LONGEST_OUTAGE)
                .pollInterval(Duration.ofMillis(300))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(RuntimeException.class::isInstance)
                .until(() -> texts("""
                                select 'yes' from run left join result on result.run_id = run.id
                                where run.id = ? and run.finished_at is not null
                                  and (run.result_complete is not null) = (result.run_id is not null)
                                """, run), Objects::nonNull)
                .equals(List.of("yes"));
    }

    public List<String> unfinished() {
        return texts("select id from run where cleanup <> 'done' union select task_instance from run_task");
    }

    public long count(String table) {
        return Long.parseLong(texts("select count(*) from " + table).getFirst());
    }

    public Map<String, Integer> ends() {
        return counted("select status || coalesce(' ' || reason_code, '') from run");
    }

    Map<String, Integer> ownersPerRun() {
        return counted("select epoch from run");
    }

    /** The timeline of every run against the moves that are allowed. */
    public List<String> wrongMoves() {
        List<String> wrong = new ArrayList<>();
        Map<String, RunStatus> at = new HashMap<>();
        for (String line : texts("select run_id || ' ' || status from run_event where kind = 'status' order by seq")) {
            String id = line.split(" ")[0];
            RunStatus next = Words.parse(RunStatus.class, line.split(" ")[1]).orElseThrow();
            RunStatus before = at.put(id, next);
            if (before == null ? next != RunStatus.QUEUED : !before.canBecome(next)) {
                wrong.add("%s went from %s to %s".formatted(id, before, next));
            }
        }
        for (String line : texts("select id || ' ' || status from run")) {
            String id = line.split(" ")[0];
            if (!Words.of(Objects.requireNonNull(at.get(id))).equals(line.split(" ")[1])) {
                wrong.add("the timeline of %s ends with %s".formatted(line, at.get(id)));
            }
        }
        return wrong;
    }

    /** What is wrong with the end of a run on a simulated cluster. */
    List<String> wrongEnd(String id, PlannedRun planned, @Nullable SimulatedRun simulated) {
        String told = end(id);
        List<String> allowed = new ArrayList<>();
        Outcome outcome = planned.outcome();
        long now = System.currentTimeMillis();
        long requests = simulated == null ? 0 : simulated.requests(now);
        switch (outcome) {
            case COMPLETES,
                    COMPLETES_WITH_A_GIANT_RESULT,
                    COMPLETES_SLOWLY,
                    COMPLETES_AFTER_REFUSALS,
                    LEAVES_ITS_RECORD,
                    LOSES_A_WORKER -> allowed.add("completed null true 1 " + planned.users() * 10L * planned.seconds());
            case LOSES_ALL_WORKERS -> allowed.add("failed workers_lost false 1 " + requests);
            case BREAKS_AT_THE_START, GETS_NO_WORKERS, IS_REFUSED ->
                allowed.add("failed %s null 0 null".formatted(Words.of(Objects.requireNonNull(outcome.reason))));
            case LOSES_ITS_MASTER -> {
                allowed.add("failed master_lost null 0 null");
                allowed.add("failed master_lost false 1 " + (told.contains(" 1 ") ? told.split(" ")[4] : ""));
            }
            case IS_STOPPED -> {
                boolean loaded = simulated != null && simulated.hadLoad(now);
                allowed.add(
                        loaded ? "stopped stopped_by_user true 1 " + requests : "stopped stopped_by_user null 0 null");
                if (simulated != null && !simulated.wasStopped()) {
                    allowed.add("completed null true 1 " + requests);
                    allowed.add("stopped stopped_by_user null 0 null");
                }
            }
        }
        return allowed.contains(told)
                ? List.of()
                : List.of("%s, which %s, is told as \"%s\" instead of %s".formatted(id, outcome, told, allowed));
    }

    /** The same for one on this machine, which must complete. */
    List<String> wrongEnd(String id) {
        return end(id).startsWith("completed null true 1 ")
                ? List.of()
                : List.of("%s on this machine is told as \"%s\"".formatted(id, end(id)));
    }

    /** Status, reason, whether the result is complete, how many results there are, and requests. */
    private String end(String id) {
        return texts("""
                select concat_ws(' ', status, coalesce(reason_code, 'null'), coalesce(result_complete::text, 'null'),
                       (select count(*) from result where run_id = run.id), coalesce(summary ->> 'requests', 'null'))
                from run where id = ?
                """, id).getFirst();
    }

    public long requests(Collection<String> runs) {
        return runs.stream()
                .mapToLong(id -> Long.parseLong(end(id).split(" ")[4]))
                .sum();
    }

    private Map<String, Integer> counted(String query) {
        Map<String, Integer> counts = new TreeMap<>();
        texts(query).forEach(text -> counts.merge(text, 1, Integer::sum));
        return counts;
    }

    /** The first column, as text. */
    public List<String> texts(String query, String... arguments) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
