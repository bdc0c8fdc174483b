package io.loadplane.model.loadtest;

import io.loadplane.model.Durations;
import io.loadplane.model.Findings;
import io.loadplane.model.Wildcard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What criteria must keep, so that each of them can be judged. */
final class CriterionRules {

    /** As many as a person can read; each costs a look at every endpoint every two seconds. */
    private static final int MAX_CRITERIA = 50;

    /** The agent keeps the whole statistics at each of these moments. */
    private static final int MAX_MOMENTS = 5;

    /** What the agent keeps of a name is not much longer. */
    private static final int MAX_ENDPOINT = 1_000;

    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(5);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(30);
    private static final List<String> OF_THE_RUN = List.of("users", "exceptions");
    private static final List<String> WITHOUT_WINDOW = List.of("users", "requests");

    private CriterionRules() {}

    static void check(Settings settings, Findings findings) {
        List<Criterion> criteria = settings.criteria();
        if (criteria.size() > MAX_CRITERIA) {
            findings.error("/criteria", "too_many", "at most %d criteria are allowed".formatted(MAX_CRITERIA));
        }
        if (criteria.stream().map(Criterion::after).distinct().count() > MAX_MOMENTS + 1) {
            findings.error(
                    "/criteria",
                    "too_many",
                    "criteria may begin at no more than %d different moments (after)".formatted(MAX_MOMENTS));
        }
        for (int i = 0; i < criteria.size(); i++) {
            String pointer = "/criteria/" + i;
            checkMetric(criteria.get(i), pointer, findings);
            checkThreshold(criteria.get(i), pointer, findings);
            checkAfter(criteria.get(i), settings, pointer, findings);
            checkAction(criteria.get(i), pointer, findings);
        }
    }

    private static void checkMetric(Criterion criterion, String pointer, Findings findings) {
        if (!criterion.hasKnownMetric()) {
            findings.error(
                    pointer + "/metric",
                    "unknown_metric",
                    "\"%s\" is not a metric; use one of %s, or a percentile from p1 to p99.99 such as p95"
                            .formatted(criterion.metric(), String.join(", ", Criterion.METRICS)));
        }
        if (criterion.endpoint() != null && criterion.endpoint().isBlank()) {
            findings.error(
                    pointer + "/endpoint",
                    "required",
                    "endpoint must be a method and a name such as \"GET /cart\"; leave it out for the total");
        } else if (criterion.endpoint() != null && OF_THE_RUN.contains(criterion.metric())) {
            findings.error(
                    pointer + "/endpoint",
                    "not_supported",
                    criterion.metric() + " is counted for the whole run only; leave endpoint out");
        } else if (criterion.endpoint() != null) {
            checkPattern(criterion.endpoint(), pointer + "/endpoint", findings);
        }
    }

    private static void checkPattern(String endpoint, String pointer, Findings findings) {
        if (endpoint.length() > MAX_ENDPOINT) {
            findings.error(
                    pointer,
                    "too_long",
                    "endpoint has %d characters; at most %d are allowed".formatted(endpoint.length(), MAX_ENDPOINT));
        }
        if (Wildcard.hasTooManyStars(endpoint)) {
            findings.error(
                    pointer,
                    "too_many_stars",
                    "endpoint has more than %d stars; one stands for any part of a name"
                            .formatted(Wildcard.MOST_STARS));
        }
    }

    private static void checkThreshold(Criterion criterion, String pointer, Findings findings) {
        if (criterion.baseline() != null) {
            checkBaseline(criterion, pointer, findings);
            return;
        }
        if (criterion.op() == null || !Criterion.OPERATORS.contains(criterion.op())) {
            findings.error(
                    pointer + "/op",
                    criterion.op() == null ? "required" : "unknown_operator",
                    "op must be one of " + String.join(", ", Criterion.OPERATORS));
        }
        @Nullable Double value = criterion.value();
        if (value == null) {
            findings.error(pointer + "/value", "required", "value is required: the threshold, such as 300");
        } else if (value < 0 || !Double.isFinite(value)) {
            findings.error(pointer + "/value", "out_of_range", "value must not be negative");
        } else if (criterion.metric().equals("failure_ratio") && value > 1) {
            findings.error(
                    pointer + "/value", "out_of_range", "failure_ratio goes from 0 to 1; five per cent are 0.05");
        }
    }

    private static void checkBaseline(Criterion criterion, String pointer, Findings findings) {
        if (!criterion.hasLegalBaseline()) {
            findings.error(
                    pointer + "/baseline",
                    "malformed_baseline",
                    "baseline must be a percentage with its sign, such as \"+10%\" (at most so much above the baseline) or \"-5%\" (at most so much below, -100% at the least)");
        }
        if (criterion.op() != null || criterion.value() != null) {
            findings.error(
                    pointer + "/baseline",
                    "conflict",
                    "a criterion has either op and value, or baseline; leave one of them out");
        }
        if (criterion.action() != null) {
            findings.error(
                    pointer + "/action",
                    "not_supported",
                    "a comparison to the baseline is made at the end; leave action out");
        }
        if (criterion.after() != null) {
            findings.error(pointer + "/after", "not_supported", "whole runs are compared; leave after out");
        }
    }

    private static void checkAfter(Criterion criterion, Settings settings, String pointer, Findings findings) {
        if (criterion.after() == null) {
            return;
        }
        Optional<Duration> delay = criterion.delay();
        if (delay.isEmpty() && !criterion.after().equals(Criterion.RAMP_UP)) {
            findings.error(
                    pointer + "/after",
                    "malformed_duration",
                    "after must be %s, or \"%s\"".formatted(Durations.EXPECTED, Criterion.RAMP_UP));
        } else if (delay.isPresent() && delay.get().compareTo(settings.load().runTime()) >= 0) {
            findings.warning(
                    pointer + "/after",
                    "nothing_left",
                    "after %s nothing is left of a load of %s, unless the script has a load shape of its own"
                            .formatted(
                                    criterion.after(),
                                    Durations.format(settings.load().runTime())));
        }
        if (criterion.metric().equals("users")) {
            findings.error(pointer + "/after", "not_supported", "users means the most at one time; leave after out");
        }
    }

    private static void checkAction(Criterion criterion, String pointer, Findings findings) {
        if (criterion.action() != null && WITHOUT_WINDOW.contains(criterion.metric())) {
            findings.error(
                    pointer + "/action",
                    "not_supported",
                    criterion.metric() + " says nothing before the end; leave action out");
        }
        if (criterion.window() == null) {
            return;
        }
        if (criterion.action() == null) {
            findings.error(pointer + "/window", "not_supported", "window needs \"action\": \"stop\"");
        } else if (criterion.window().compareTo(SHORTEST_WINDOW) < 0
                || criterion.window().compareTo(LONGEST_WINDOW) > 0) {
            findings.error(
                    pointer + "/window",
                    "out_of_range",
                    "window must be from %s to %s"
                            .formatted(Durations.format(SHORTEST_WINDOW), Durations.format(LONGEST_WINDOW)));
        }
    }
}
