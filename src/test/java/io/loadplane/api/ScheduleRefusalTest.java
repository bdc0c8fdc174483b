package io.loadplane.api;

import static io.loadplane.testing.Api.findings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules that would never fire, or not as they were meant, are refused with what would be right. */
class ScheduleRefusalTest {

    private static final String PATH = "/schedules";

    private final Api api = TestService.shared().api();
    private final String loadTest = loadTest();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"cron": null}                             | /cron required                    | once_at
            {"cron": "0 2 * *"}                        | /cron malformed_cron              | five fields
            {"cron": "0 0 2 * * *"}                    | /cron malformed_cron              | five fields
            {"cron": "61 2 * * *"}                     | /cron malformed_cron              | [0, 59]
            {"cron": "@daily"}                         | /cron malformed_cron              | five fields
            {"cron": ""}                               | /cron malformed_cron              | five fields
            {"cron": 5}                                | /cron wrong_type                  | text
            {"cron": "0 0 31 2 *"}                     | /cron never_due                   | no such date
            {"once_at": "2999-01-01T00:00:00Z"}        | /once_at conflicting_fields       | only one
            {"cron": null, "once_at": "tomorrow"}      | /once_at malformed_time           | RFC 3339
            {"cron": null, "once_at": "2020-01-01T00:00:00Z"} | /once_at in_the_past       | future
            {"cron": null, "once_at": "2999-01-01T00:00:00Z", "time_zone": "UTC"} | /time_zone conflicting_fields | offset
            {"time_zone": "Berlin"}                    | /time_zone unknown_time_zone      | "Europe/Berlin"?
            {"time_zone": "Europe/Berln"}              | /time_zone unknown_time_zone      | "Europe/Berlin"?
            {"time_zone": "new york"}                  | /time_zone unknown_time_zone      | "America/New_York"?
            {"time_zone": "+01:00"}                    | /time_zone unknown_time_zone      | IANA
            {"ends_at": "2020-01-01T00:00:00Z"}        | /ends_at in_the_past              | future
            {"if_running": "allow"}                    | /if_running unknown_value         | skip, queue, replace
            {"missed": "all"}                          | /missed unknown_value             | skip, run_once
            {"overrides": {"users": 0}}                | /overrides/users out_of_range     | users
            {"overrides": {"user": 1}}                 | /overrides/user unknown_field     | "users"?
            {"load_test_id": "lt-00000000000000000000000000"} | /load_test_id unknown_load_test | no load test
            {"load_test_id": "nightly"}                | /load_test_id unknown_load_test   | no load test
            {"name": ""}                               | /name malformed_name              | 100
            {"crom": "0 2 * * *"}                      | /crom unknown_field               | "cron"?
            """)
    void what_would_never_work_is_refused(String change, String expected, String hint) throws IOException {
        ObjectNode request = schedule();
        request.setAll((ObjectNode) Api.JSON.readTree(change));

        JsonNode problem = api.post(PATH, request).json(400);

        assertThat(findings(problem)).containsExactly(expected);
        assertThat(problem.path("errors").path(0).path("message").asText()).contains(hint);
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() throws IOException {
        ObjectNode request = schedule()
                .put("cron", "x")
                .put("ends_at", "2020-01-01T00:00:00Z")
                .put("colour", 1);
        request.set("overrides", Api.JSON.readTree("{\"users\": 0, \"replicas\": -1}"));

        JsonNode problem = api.post(PATH, request).json(400);

        assertThat(findings(problem))
                .containsExactlyInAnyOrder(
                        "/cron malformed_cron",
                        "/ends_at in_the_past",
                        "/colour unknown_field",
                        "/overrides/users out_of_range",
                        "/overrides/replicas out_of_range");
    }

    @Test
    void an_end_before_the_first_time_is_refused() {
        String tomorrow = inDays(1);

        JsonNode problem = api.post(PATH, schedule().put("cron", "0 0 29 2 *").put("ends_at", tomorrow))
                .json(400);

        assertThat(findings(problem)).containsExactly("/ends_at never_due");
    }

    private ObjectNode schedule() {
        return Api.JSON.createObjectNode().put("load_test_id", loadTest).put("cron", "45 3 1 6 *");
    }

    private String loadTest() {
        return api.post("/loadtests", Requests.loadTest()).json(201).path("id").asText();
    }

    private String inDays(int days) {
        Instant stored = Instant.parse(
                api.get("/loadtests/" + loadTest).json(200).path("created_at").asText());
        return stored.plus(Duration.ofDays(days)).toString();
    }
}
