package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.Page;
import io.loadplane.model.StartFailure;
import io.loadplane.model.retention.Kept;
import io.loadplane.model.retention.PurgeStore;
import io.loadplane.model.retention.PurgeStore.Purged;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import io.loadplane.model.run.RunStore;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.EndedRuns;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestDatabase;
import io.loadplane.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What has been kept for long enough goes, everything else stays; with the defaults where nothing else is said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryReaperTest {

    private static final String LOCAL = "local";
    private static final int OVER_A_YEAR = 400;

    private final TestDatabase database = TestDatabase.create();
    private final TestService service = TestService.start(Map.of("loadplane.database.url", database.url()));
    private final Api api = service.api();
    private final EndedRuns ended = new EndedRuns(service);
    private final RunStore runs = service.bean(RunStore.class);
    private final PurgeStore purges = service.bean(PurgeStore.class);
    private final Instant now = service.bean(Clock.class).instant();

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void samples_and_logs_go_first_and_the_result_outlives_them() {
        RunId run = ended.at(daysAgo(40), LOCAL, 3).id();

        reap();

        assertThat(runs.samples(run)).isEmpty();
        assertThat(count("endpoint_sample", run)).isZero();
        assertThat(runs.log(run, RunLog.Component.MASTER, 0)).isEmpty();
        assertThat(runs.report(run)).isPresent();
        assertThat(runs.statistics(run)).isPresent();
        assertThat(runs.events(run, new Page.Request(10, null)).items()).isNotEmpty();
    }

    @Test
    void what_is_young_stays_as_it_is() {
        RunId run = ended.at(daysAgo(6), LOCAL, 3).id();

        reap();

        assertThat(runs.samples(run)).hasSize(3);
        assertThat(count("endpoint_sample", run)).isEqualTo(3);
        assertThat(runs.log(run, RunLog.Component.MASTER, 0)).isPresent();
    }

    @Test
    void a_run_that_goes_takes_everything_with_it() {
        RunId run = ended.at(daysAgo(OVER_A_YEAR), LOCAL, 3).id();

        reap();

        assertThat(runs.find(run)).isEmpty();
        for (String table : List.of("sample", "endpoint_sample", "run_event", "result", "run_log", "run_report")) {
            assertThat(count(table, run)).as(table).isZero();
        }
    }

    @Test
    void a_run_that_is_to_be_kept_loses_nothing_until_it_is_released() {
        RunId run = ended.at(daysAgo(OVER_A_YEAR), LOCAL, 0).id();
        RunId released = ended.at(daysAgo(OVER_A_YEAR), LOCAL, 0).id();
        runs.keep(run, true);
        runs.keep(released, true);
        runs.keep(released, false);

        reap();

        assertThat(runs.find(run)).map(Run::keep).contains(true);
        assertThat(runs.report(run)).isPresent();
        assertThat(runs.find(released)).isEmpty();
    }

    @Test
    void a_baseline_loses_nothing() {
        Run baseline = ended.at(daysAgo(OVER_A_YEAR), LOCAL, 3);
        runs.markBaseline(baseline);

        reap();

        assertThat(runs.find(baseline.id())).map(Run::baseline).contains(true);
        assertThat(runs.samples(baseline.id())).hasSize(3);
        assertThat(purges.purge(Kept.RUNS, baseline.id(), 500)).isEqualTo(new Purged(0, false));
    }

    @Test
    void a_run_that_is_not_over_or_not_cleaned_up_is_never_touched() {
        RunId running = ended.running(daysAgo(OVER_A_YEAR), LOCAL).id();
        RunId uncleaned = ended.uncleanedAt(daysAgo(OVER_A_YEAR), LOCAL, 2).id();

        reap();

        assertThat(runs.find(running)).isPresent();
        assertThat(runs.samples(uncleaned)).hasSize(2);
        assertThat(purges.purge(Kept.RUNS, uncleaned, 500)).isEqualTo(new Purged(0, false));
    }

    @Test
    void what_an_environment_says_comes_before_the_overall_settings() {
        String environment = environment("{\"samples\": \"1h\", \"runs\": \"0s\"}");
        RunId old = ended.at(daysAgo(OVER_A_YEAR), environment, 1).id();
        RunId young = ended.at(daysAgo(1), environment, 1).id();

        reap();

        assertThat(runs.find(old)).isPresent();
        assertThat(runs.report(old)).isEmpty();
        assertThat(runs.samples(young)).isEmpty();
        assertThat(count("endpoint_sample", young)).isEqualTo(1);
    }

    @Test
    void no_transaction_removes_more_than_it_is_told_to() {
        RunId run = ended.at(daysAgo(1), LOCAL, 25).id();

        assertThat(purges.purge(Kept.SAMPLES, run, 10)).isEqualTo(new Purged(10, false));
        assertThat(purges.purge(Kept.RUNS, run, 10)).isEqualTo(new Purged(10, false));
        assertThat(purges.purge(Kept.SAMPLES, run, 10)).isEqualTo(new Purged(5, true));
    }

    @Test
    void what_is_gone_is_not_looked_for_again() {
        RunId run = ended.at(daysAgo(1), LOCAL, 1).id();
        assertThat(purges.runsWith(Kept.SAMPLES, LOCAL, now, 500)).contains(run);

        purges.purge(Kept.SAMPLES, run, 10);

        assertThat(purges.runsWith(Kept.SAMPLES, LOCAL, now, 500)).doesNotContain(run);
        assertThat(purges.runsWith(Kept.LOGS, LOCAL, now, 500)).contains(run);
    }

    @Test
    void a_run_that_somebody_is_at_is_left_for_later_without_waiting() throws SQLException {
        RunId run = ended.at(daysAgo(1), LOCAL, 1).id();
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from run where id = '%s' for update".formatted(run));

            Purged purged = purges.purge(Kept.SAMPLES, run, 10);

            assertThat(purged).isEqualTo(new Purged(0, false));
        }
        assertThat(runs.samples(run)).hasSize(1);
    }

    @Test
    void deleted_load_tests_go_with_their_revisions_when_nothing_needs_them() throws SQLException {
        String unused = deletedLoadTest();
        String used = ended.at(daysAgo(1), LOCAL, 0).loadTestId().value();
        String repeatable = deletedLoadTest("Idempotency-Key", "young");
        String forgotten = deletedLoadTest("Idempotency-Key", "old");
        execute("update load_test set deleted_at = now() - interval '2 days' where deleted_at is not null or id = '%s'"
                .formatted(used));
        execute("update idempotency_key set created_at = now() - interval '25 hours' where key = 'old'");
        String justDeleted = deletedLoadTest();

        reap();

        assertThat(loadTests()).contains(used, repeatable, justDeleted).doesNotContain(unused, forgotten);
        assertThat(api.get("/loadtests/" + used + "/revisions/1").status()).isEqualTo(200);
        assertThat(api.get("/loadtests/" + unused + "/revisions/1").status()).isEqualTo(404);
    }

    @Test
    void old_entries_of_the_audit_go_and_no_others() throws SQLException {
        for (int days : new int[] {6, 300, OVER_A_YEAR}) {
            execute("""
                    insert into audit_entry (id, at, caller_kind, caller_id, caller_name, address, action, object_kind,
                        environments, outcome, times, changes)
                    values ('aud-%026d', now() - interval '%d days', 'nobody', 'test', 'test', '', 'stop_run', 'run',
                        '[]', 'done', 1, '{}')
                    """.formatted(days, days));
        }

        reap();

        assertThat(audited()).containsExactlyInAnyOrder(6, 300);
        purges.purgeAudit(now.plus(Duration.ofDays(1)), 10);
        assertThat(audited()).containsExactly(6);
    }

    @Test
    void entries_of_the_audit_cannot_be_set_to_go_while_the_database_keeps_them() {
        Duration week = Duration.ofDays(7);

        assertThatCode(() -> new RetentionSettings(week, week, week, week, week, week, Duration.ZERO, week))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new RetentionSettings(week, week, week, week, week, week, week.minusSeconds(1), week))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("at least 7d");
    }

    private List<Integer> audited() {
        return api.get("/audit?caller=test").json(200).path("items").findValuesAsText("id").stream()
                .filter(id -> id.startsWith("aud-"))
                .map(id -> Integer.valueOf(id.substring(4)))
                .toList();
    }

    private void reap() {
        service.bean(HistoryReaper.class).reap(() -> false);
    }

    private Instant daysAgo(int days) {
        return now.minus(Duration.ofDays(days));
    }

    private String environment(String retention) {
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("name", "with-retention")
                .put("namespace", "load")
                .put("cluster_credential_id", Credentials.store(api));
        try {
            request.set("retention", Api.JSON.readTree(retention));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return api.post("/environments", request).json(201).path("name").asText();
    }

    private String deletedLoadTest(String... headers) {
        String id = api.post("/loadtests", Requests.loadTest(), headers)
                .json(201)
                .path("id")
                .asText();
        api.delete("/loadtests/" + id, "If-Match", "\"1\"").json(204);
        return id;
    }

    private List<String> loadTests() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select string_agg(id, ',') from load_test")) {
            rows.next();
            return List.of(rows.getString(1).split(","));
        }
    }

    private long count(String table, RunId run) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select count(*) from %s where run_id = '%s'".formatted(table, run))) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
