package io.loadplane.api.report;

import static io.loadplane.testing.Fixtures.NOON;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.report.Report;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.EndpointStatistics;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Priority;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Validity;
import io.loadplane.model.run.Verdict;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.Measurements;
import io.loadplane.testing.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports on runs that went well, badly and nowhere. */
final class ReportExamples {

    /** What scripts may try with everything that they name. */
    static final String HOSTILE = "<script>alert(1)</script>\" onload=\"alert(2)' \u202egnp.exe\u0000 🛒 ]]> &amp;";

    private ReportExamples() {}

    /** Thirty endpoints for ten minutes; one of them slow, one failing. */
    static Report ofShop() {
        List<EndpointStatistics> endpoints = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            endpoints.add(
                    Results.endpoint(i % 3 == 0 ? "POST" : "GET", "/shop/%02d".formatted(i), 2_000, 20 + 8 * i, i));
        }
        endpoints.add(Results.endpoint("POST", "/pay", 17, Map.of("120", 900L, "2500", 17L)));
        Statistics statistics = Results.of(
                NOON.plus(Results.LOAD),
                endpoints,
                List.of(new Statistics.RequestError("POST", "/pay", "HTTPError('504 Gateway Timeout')", 17)),
                List.of(new Statistics.ScriptException("KeyError: 'id'", "Traceback …\nKeyError: 'id'", 3)));
        return of(run("checkout-smoke"), statistics);
    }

    /** Everything that a script can name is hostile. */
    static Report ofAttacker() {
        return ofAttacker(HOSTILE);
    }

    static Report ofAttacker(String hostile) {
        String endless = "x".repeat(10_000);
        Statistics statistics = Results.of(
                NOON.plus(Results.LOAD),
                List.of(
                        Results.endpoint(hostile, hostile, 500, 30, 1),
                        Results.endpoint("GET", endless, 500, 30, 2),
                        Results.endpoint("GET", "=HYPERLINK(\"http://evil.example\",\"click\")", 500, 30, 3),
                        Results.endpoint("GET", "\ud800 lone surrogate", 500, 30, 4)),
                List.of(new Statistics.RequestError(hostile, hostile, hostile, 1)),
                List.of(new Statistics.ScriptException(hostile, hostile + endless, 1)));
        return of(run(hostile), statistics);
    }

    /** It never came to a load. */
    static Report ofBrokenScript() {
        Run run = Fixtures.queuedRun()
                .become(RunStatus.PROVISIONING, null, NOON)
                .become(
                        RunStatus.FAILED,
                        new Reason(
                                ReasonCode.SCRIPT_ERROR,
                                "main.py cannot be loaded",
                                "Traceback:\n\u001b[31mSyntaxError\u0000 <&>"),
                        NOON.plusSeconds(9));
        return new Report(run, null, null, List.of(), List.of(RunEvent.status(run, RunEvent.ENGINE, "failed")));
    }

    static Report of(Run run, @Nullable Statistics statistics) {
        return new Report(
                run,
                statistics,
                null,
                Results.samples(NOON, 300),
                List.of(
                        RunEvent.request(NOON, HOSTILE, "note " + HOSTILE),
                        RunEvent.status(run, RunEvent.ENGINE, "completed")));
    }

    /** The first fails and the second is not evaluated. */
    private static Judgement judgement(List<Criterion> criteria) {
        List<CriterionResult> open = Judgement.open(criteria).criteria();
        return new Judgement(
                Verdict.FAILED,
                null,
                List.of(
                        open.get(0).now(380.25, null).judged(CriterionResult.Outcome.FAILED, 300.0, null),
                        open.get(1).judged(CriterionResult.Outcome.NOT_EVALUATED, 100.0, "never called")));
    }

    private static Run run(String name) {
        Settings settings = Fixtures.settings(name, "local")
                .with(new Overrides(
                        null,
                        null,
                        null,
                        "https://shop.example",
                        null,
                        Map.of("API_KEY", "very-secret"),
                        null,
                        List.of(
                                Measurements.criterion("p95", "<", 300),
                                Measurements.of("GET " + name, "p95", "<", 100))));
        Run queued = Run.queued(
                Fixtures.RUN_ID,
                7,
                Fixtures.LOAD_TEST_ID,
                3,
                settings,
                new Run.Origin(NOON, "tester", "after the cache change", Priority.NORMAL, null, null));
        return queued.become(RunStatus.PROVISIONING, null, NOON)
                .become(RunStatus.STARTING, null, NOON)
                .become(RunStatus.RUNNING, null, NOON)
                .become(RunStatus.STOPPING, null, NOON.plus(Results.LOAD))
                .become(RunStatus.COMPLETED, null, NOON.plus(Results.LOAD))
                .judged(
                        true,
                        new Validity(Validity.State.DEGRADED, List.of("a worker used 97 % of its CPU")),
                        judgement(settings.criteria()));
    }
}
