package io.loadplane.engine;

import io.loadplane.model.Durations;
import io.loadplane.model.comparison.Comparability;
import io.loadplane.model.comparison.ComparisonRules.Side;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.Settings.Mode;
import io.loadplane.model.run.Judgement;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Validity;
import io.loadplane.model.verdict.Judge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a final record says about its run: how it ended, and whether the load was really generated as asked. */
final class ResultJudge {

    /** Starting and stopping users takes a moment that is no fault. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** The worst of them tell enough: workers of one script are blocked by the same call. */
    private static final int MOST_BLOCKED = 3;

    private ResultJudge() {}

    /** How a run ends whose final record is there. */
    record Outcome(RunStatus status, @Nullable Reason reason, boolean complete) {

        String message(Statistics statistics) {
            return reason != null
                    ? reason.message()
                    : "completed: %d requests, %d failures"
                            .formatted(
                                    statistics.total().requests(),
                                    statistics.total().failures());
        }
    }

    static Outcome outcome(Run run, AgentReport report) {
        Reason reason = run.reason();
        boolean asked = reason != null
                && switch (reason.code()) {
                    case STOPPED_BY_USER, REPLACED, LEASE_EXPIRED, STOPPED_BY_CRITERION -> true;
                    default -> false;
                };
        if (report.endedEarly() || run.workers().lost() >= run.workers().requested()) {
            Reason lost = Reason.of(
                    ReasonCode.WORKERS_LOST,
                    "all %d workers were lost while the load was on"
                            .formatted(run.workers().requested()));
            // What took the workers may be taking the master too; then that is the cause.
            return new Outcome(RunStatus.FAILED, reason == null || asked ? lost : reason, false);
        } else if (reason == null && nobodyCame(run, report.statistics())) {
            return new Outcome(
                    RunStatus.FAILED,
                    Reason.of(
                            ReasonCode.SCRIPT_ERROR,
                            "not one user could be started; the logs of the workers say why (a missing host, perhaps)"),
                    true);
        } else if (reason == null) {
            return new Outcome(RunStatus.COMPLETED, null, true);
        }
        return new Outcome(asked ? RunStatus.STOPPED : RunStatus.FAILED, reason, true);
    }

    private static boolean nobodyCame(Run run, Statistics statistics) {
        return statistics.usersPeak() == 0 && statistics.total().requests() == 0 && isAsSettingsSay(run, statistics);
    }

    /** Neither a person nor a load shape decides how many users there are, and for how long. */
    private static boolean isAsSettingsSay(Run run, Statistics statistics) {
        return statistics.shape() == null && run.settings().mode() == Mode.AUTOSTART;
    }

    static Validity validity(Run run, AgentReport report, Outcome outcome) {
        if (!outcome.complete()) {
            return Validity.UNKNOWN;
        }
        List<String> reasons = new ArrayList<>();
        if (run.workers().lost() > 0) {
            reasons.add("%d of %d workers were lost while the load was on"
                    .formatted(run.workers().lost(), run.workers().requested()));
        }
        if (report.statistics().total().requests() == 0) {
            reasons.add("not one request was finished");
        }
        if (report.failure() != null) {
            reasons.add("a part of Locust or a listener of the script failed, and statistics may be missing since: "
                    + report.failure());
        }
        checkDoubts(report.doubts(), reasons);
        if (isAsSettingsSay(run, report.statistics())) {
            checkReached(run, report, outcome, reasons);
        }
        return new Validity(reasons.isEmpty() ? Validity.State.VALID : Validity.State.DEGRADED, reasons);
    }

    /** Locust's own rule: a worker this busy measures its own slowness. */
    private static void checkDoubts(AgentReport.Doubts doubts, List<String> reasons) {
        for (AgentReport.BusyWorker worker : doubts.busy()) {
            reasons.add(
                    "worker %s used more than 90 %% of its CPU core for %.0f s, up to %.0f %%; its response times are too long"
                            .formatted(worker.id(), worker.seconds(), worker.peak()));
        }
        doubts.blocked().stream()
                .sorted(Comparator.comparing(AgentReport.BlockedLoop::worst).reversed())
                .limit(MOST_BLOCKED)
                .forEach(loop -> reasons.add(blocked(loop)));
        if (doubts.blocked().size() > MOST_BLOCKED) {
            reasons.add("and %d more workers whose event loop was blocked or late"
                    .formatted(doubts.blocked().size() - MOST_BLOCKED));
        }
        AgentReport.MissingUsers missing = doubts.missing();
        if (missing != null) {
            reasons.add("from %s on users ended by themselves; of %d only %d were left"
                    .formatted(Durations.format(missing.since()), missing.target(), missing.fewest()));
        }
        if (doubts.resetAfter() != null) {
            reasons.add("the statistics were reset %s after the start; what came before is missing"
                    .formatted(Durations.format(doubts.resetAfter())));
        }
    }

    private static String blocked(AgentReport.BlockedLoop loop) {
        boolean master = loop.id() == null;
        String cause = loop.starved()
                ? "it had to wait for a CPU, or its users computed nearly all the time (more CPU or more workers help)"
                : master
                        ? "a listener or greenlet of the script does not give way there"
                        : "a call in the script does not give way to other users (a database, gRPC or Kafka driver"
                                + " without gevent, for example)";
        return "the event loop of %s was %s up to %.1f s (%.1f s in all) since %s after the start: %s, so %s"
                .formatted(
                        master ? "the master" : "worker " + loop.id(),
                        loop.starved() ? "late by" : "blocked for",
                        loop.worst().toMillis() / 1000.0,
                        loop.altogether().toMillis() / 1000.0,
                        Durations.format(loop.since()),
                        cause,
                        master
                                ? "users came, went and were counted late"
                                : "users waited for each other and response times are too long");
    }

    /** The verdict of a run that left a final record. */
    static Judgement judge(Run run, AgentReport report, Outcome outcome, RunJournal.@Nullable Baseline baseline) {
        Map<String, Statistics> after = new HashMap<>();
        for (AgentReport.Moment moment : report.moments()) {
            after.put(moment.after(), report.statistics().since(moment.statistics()));
        }
        return Judge.judge(
                run.judgement().criteria(),
                new Judge.Evidence(
                        report.statistics(),
                        outcome.complete(),
                        after,
                        baseline == null ? null : baseline(baseline, new Side(run, report.statistics()))));
    }

    private static Judge.Baseline baseline(RunJournal.Baseline baseline, Side actual) {
        Side side = new Side(baseline.run(), baseline.statistics());
        return new Judge.Baseline(baseline.statistics(), Comparability.obstacles(side, actual));
    }

    /** The verdict of a run that broke off. */
    static Judgement judge(Run run, @Nullable Statistics saved) {
        return Judge.judge(run.judgement().criteria(), new Judge.Evidence(saved, false, Map.of(), null));
    }

    /** Whoever ends a load early knows that not all users may have come; how long it lasted says what it is worth. */
    private static void checkReached(Run run, AgentReport report, Outcome outcome, List<String> reasons) {
        int wanted = Objects.requireNonNullElse(
                report.usersAsked(), run.settings().load().users());
        if (outcome.status() == RunStatus.COMPLETED && report.statistics().usersPeak() < wanted) {
            reasons.add(
                    "%d of %d users were reached".formatted(report.statistics().usersPeak(), wanted));
        }
        Duration asked = run.settings().load().runTime();
        Duration lasted = report.lasted();
        Duration underLoad = report.underLoad();
        if (lasted != null && lasted.plus(TOLERANCE).compareTo(asked) < 0) {
            reasons.add(lasted(lasted, asked));
        } else if (underLoad != null
                && underLoad.compareTo(longest(run.settings().load())) > 0) {
            reasons.add(lasted(underLoad, asked));
        }
    }

    private static String lasted(Duration lasted, Duration asked) {
        return "the load lasted about %s instead of %s".formatted(Durations.format(lasted), Durations.format(asked));
    }

    /** Users may finish what they are doing; more than that is no end as it was asked for. */
    private static Duration longest(Load load) {
        Duration tenth = load.runTime().dividedBy(10);
        return load.runTime().plus(load.stopTimeout()).plus(tenth.compareTo(TOLERANCE) > 0 ? tenth : TOLERANCE);
    }
}
