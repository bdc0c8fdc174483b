package io.loadplane.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Schedules under a clock that is moved. Their runs stay active until they are stopped, and need no process. */
public final class NightShift implements AutoCloseable {

    private final MovedClock clock;
    private final TestService service;
    private final Api api;

    public NightShift(Instant evening) {
        this.clock = new MovedClock(evening);
        this.service = TestService.start(
                Map.of(
                        "obedient-runs",
                        true,
                        "loadplane.engine.job-poll",
                        "50ms",
                        "loadplane.engine.orphan-interval",
                        "10000d"),
                clock);
        this.api = service.api();
    }

    public TestService service() {
        return service;
    }

    public Api api() {
        return api;
    }

    public MovedClock clock() {
        return clock;
    }

    public String loadTest() {
        return api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();
    }

    public static ObjectNode schedule(String loadTest, String cron) {
        return Api.JSON
                .createObjectNode()
                .put("name", "nightly")
                .put("load_test_id", loadTest)
                .put("cron", cron);
    }

    /** Stores it and gives its path. */
    public String store(ObjectNode schedule) {
        return "/schedules/"
                + api.post("/schedules", schedule).json(201).path("id").asText();
    }

    /** Moves the clock on (for the scheduler sleeps on when it is set back), and waits until all that is due then has been done. */
    public void until(String time) {
        until(Instant.parse(time));
    }

    public void until(Instant time) {
        clock.moveTo(time);
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(dueTasks(time)).isZero());
    }

    public List<String> tasks() {
        try (Connection connection = service.connect();
                ResultSet found = connection
                        .createStatement()
                        .executeQuery("select task_instance from job_task where task_name = 'schedule' order by 1")) {
            List<String> tasks = new ArrayList<>();
            while (found.next()) {
                tasks.add(found.getString(1));
            }
            return tasks;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int dueTasks(Instant time) {
        try (Connection connection = service.connect();
                PreparedStatement query = connection.prepareStatement(
                        "select count(*) from job_task where task_name = 'schedule' and (picked or execution_time <= ?)")) {
            query.setTimestamp(1, Timestamp.from(time));
            ResultSet found = query.executeQuery();
            found.next();
            return found.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs that a schedule started, oldest first. */
    public List<JsonNode> runs(String schedule) {
        String id = schedule.substring("/schedules/".length());
        List<JsonNode> runs = new ArrayList<>();
        api.get("/runs?limit=200&schedule_id=" + id).json(200).path("items").forEach(runs::addFirst);
        return runs;
    }

    /** What became of the times of a schedule, oldest first, such as {@code 2025-03-30T01:00:00Z started}. */
    public List<String> firings(String schedule) {
        List<String> firings = new ArrayList<>();
        api.get(schedule)
                .json(200)
                .path("last_firings")
                .forEach(firing -> firings.addFirst(firing.path("due_at").asText() + " "
                        + firing.path("outcome").asText()));
        return firings;
    }

    /** Ends the runs of a schedule that are active. */
    public void stopRuns(String schedule) {
        for (JsonNode run : runs(schedule)) {
            if (run.path("finished_at").isNull()) {
                api.post("/runs/" + run.path("id").asText() + "/stop", "").json(202);
            }
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
