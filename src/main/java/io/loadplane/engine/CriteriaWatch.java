package io.loadplane.engine;

import io.loadplane.model.Durations;
import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.verdict.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands to its criteria while its load is on. What it remembers is lost with its owner: windows fill again,
 * and what came after a moment is known again in the end, because the agent remembers it too.
 */
final class CriteriaWatch {

    private static final Set<String> COUNTS = Set.of("requests", "failures", "exceptions", "users");

    /** A rate over less says nothing. */
    private static final Duration SHORTEST_SPAN = Duration.ofSeconds(5);

    private final Deque<Statistics> recent = new ArrayDeque<>();
    private final Map<String, Statistics> moments = new HashMap<>();

    /** What came after earlier statistics, at this look: many criteria begin at the same moment. */
    private final Map<Statistics, Statistics> differences = new IdentityHashMap<>();

    /** The criteria of a run as they stand now. */
    List<CriterionResult> look(Run run, AgentReport report) {
        List<CriterionResult> standing = run.judgement().criteria();
        if (standing.isEmpty() || report.phase() != AgentReport.Phase.RUNNING) {
            return standing;
        }
        Statistics now = report.statistics();
        remember(run, now);
        differences.clear();
        return standing.stream().map(result -> look(result, run, now)).toList();
    }

    /** Why the load is to end, if a criterion wants that. */
    static Optional<Reason> hopeless(Run run) {
        return run.judgement().criteria().stream()
                .filter(result -> result.criterion().action() != null && result.violatedAt() != null)
                .findFirst()
                .map(result -> Reason.of(
                        ReasonCode.STOPPED_BY_CRITERION,
                        "%s: %s".formatted(result.criterion().sentence(), result.reason())));
    }

    private void remember(Run run, Statistics now) {
        run.settings().criteria().forEach(criterion -> {
            if (criterion.after() != null && hasCome(criterion, run, now)) {
                moments.putIfAbsent(criterion.after(), now);
            }
        });
        Duration longest = run.settings().criteria().stream()
                .filter(criterion -> criterion.action() != null)
                .map(Criterion::windowOrDefault)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (longest.isZero()) {
            return;
        }
        recent.addLast(now);
        // One that is older than every window must stay: the difference to it is what happened in the window.
        while (recent.size() > 2 && second().at().isBefore(now.at().minus(longest))) {
            recent.removeFirst();
        }
    }

    private Statistics second() {
        var all = recent.iterator();
        all.next();
        return all.next();
    }

    private static boolean hasCome(Criterion criterion, Run run, Statistics now) {
        Instant began = run.progress().startedAt();
        return criterion
                .delay()
                .map(delay -> began != null && !now.at().isBefore(began.plus(delay)))
                .orElseGet(() -> now.shape() == null
                        && now.users() >= run.settings().load().users());
    }

    private CriterionResult look(CriterionResult result, Run run, Statistics now) {
        Criterion criterion = result.criterion();
        Optional<Measured> measured = span(criterion, now).flatMap(span -> Measured.of(criterion, span));
        CriterionResult standing = result.now(
                measured.map(Measured::value).orElse(null),
                measured.map(Measured::endpoint).orElse(null));
        if (criterion.action() != null) {
            return newestWindow(criterion, now)
                    .flatMap(window -> Measured.of(criterion, window))
                    .filter(worst -> breaks(criterion, worst.value()))
                    .map(worst -> standing.violated(now.at(), ended(criterion, worst)))
                    .orElse(standing);
        }
        return measured.map(Measured::value)
                .filter(value -> saysSomethingBeforeTheEnd(criterion, run, now))
                .filter(value -> breaks(criterion, value))
                .map(value -> standing.violated(now.at(), "it was %s then".formatted(plain(criterion, value))))
                .orElse(standing);
    }

    /** All of the run so far, or what came after the moment of the criterion; empty before that. */
    private Optional<Statistics> span(Criterion criterion, Statistics now) {
        return criterion.after() == null
                ? Optional.of(now)
                : Optional.ofNullable(moments.get(criterion.after())).map(moment -> between(moment, now));
    }

    /** What happened in the newest window of the criterion; empty until that much has gone by. */
    private Optional<Statistics> newestWindow(Criterion criterion, Statistics now) {
        Instant begin = now.at().minus(criterion.windowOrDefault());
        @Nullable Statistics base = null;
        for (Statistics earlier : recent) {
            if (!earlier.at().isAfter(begin)) {
                base = earlier;
            }
        }
        return base == null || !hasPassed(criterion.after(), base.at())
                ? Optional.empty()
                : Optional.of(between(base, now));
    }

    private boolean hasPassed(@Nullable String moment, Instant at) {
        Statistics then = moment == null ? null : moments.get(moment);
        return moment == null || then != null && !then.at().isAfter(at);
    }

    private Statistics between(Statistics earlier, Statistics now) {
        return differences.computeIfAbsent(earlier, now::since);
    }

    /** What a baseline asks for is known in the end only. */
    private static boolean breaks(Criterion criterion, double value) {
        return criterion.value() != null && !criterion.holds(value, criterion.value());
    }

    /** A lower bound is always violated at first: counts grow until the end, and rates until all users are there. */
    private boolean saysSomethingBeforeTheEnd(Criterion criterion, Run run, Statistics now) {
        return criterion.mustStayBelow()
                || !COUNTS.contains(criterion.metric())
                        && now.users() >= run.settings().load().users()
                        && !now.at().isBefore(begin(criterion, run, now).plus(SHORTEST_SPAN));
    }

    private Instant begin(Criterion criterion, Run run, Statistics now) {
        Statistics moment = criterion.after() == null ? null : moments.get(criterion.after());
        Instant began = moment == null ? run.progress().startedAt() : moment.at();
        return began == null ? now.at() : began;
    }

    private static String ended(Criterion criterion, Measured worst) {
        return "%s%s was %s over %s; the load was ended"
                .formatted(
                        criterion.metric(),
                        criterion.meansMany() ? " of " + worst.endpoint() : "",
                        plain(criterion, worst.value()),
                        Durations.format(criterion.windowOrDefault()));
    }

    private static String plain(Criterion criterion, double value) {
        String format = COUNTS.contains(criterion.metric()) ? "%.0f" : value < 10 ? "%.3f" : "%.1f";
        return String.format(Locale.ROOT, format, value);
    }
}
