package io.loadplane.model.webhook;

import io.loadplane.model.Words;
import io.loadplane.model.run.CriterionResult;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.Summary;
import io.loadplane.model.run.Verdict;
import io.loadplane.model.schedule.Firing;
import io.loadplane.model.schedule.Schedule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What receivers read. Fields are those of the API, which is the place to ask for more.
 *
 * @param publicUrl where people find the API; empty when that is not known
 */
public record Payload(String publicUrl) {

    /** Longer texts are cut by chat tools, or refused. */
    private static final int MAX_CHAT = 2_000;

    /** Paths begin with a slash of their own. */
    public Payload {
        while (publicUrl.endsWith("/")) {
            publicUrl = publicUrl.substring(0, publicUrl.length() - 1);
        }
    }

    /**
     * A delivery to be.
     *
     * @param id of the delivery
     */
    public record Heading(DeliveryId id, Event event, Webhook.Format format, Instant at) {}

    /**
     * @param previous verdict of the run that was judged before; null when there is none
     */
    public Map<String, @Nullable Object> of(Heading heading, Run run, @Nullable Verdict previous) {
        if (heading.format() == Webhook.Format.SLACK) {
            return chat(text(run, previous), "/runs/" + run.id());
        }
        Map<String, @Nullable Object> body = plain(heading);
        body.put("run", facts(run));
        body.put("previous_verdict", previous == null ? null : Words.of(previous));
        return body;
    }

    public Map<String, @Nullable Object> of(Heading heading, Schedule schedule, Firing firing, String environment) {
        String self = "/schedules/" + schedule.id();
        String message = firing.message() == null ? Words.of(firing.outcome()) : firing.message();
        if (heading.format() == Webhook.Format.SLACK) {
            String text = "*%s* in %s started no run at %s: %s"
                    .formatted(escape(schedule.plan().name()), environment, firing.dueAt(), escape(message));
            return chat(text, self);
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", schedule.id().value());
        facts.put("name", schedule.plan().name());
        facts.put("load_test_id", schedule.loadTestId().value());
        facts.put("environment", environment);
        facts.put("due_at", firing.dueAt().toString());
        facts.put("outcome", Words.of(firing.outcome()));
        facts.put("message", message);
        facts.put("links", Map.of("self", publicUrl + self));
        Map<String, @Nullable Object> body = plain(heading);
        body.put("schedule", facts);
        return body;
    }

    /** For trying a webhook out. */
    public Map<String, @Nullable Object> of(Heading heading, Webhook webhook) {
        String self = "/webhooks/" + webhook.id();
        return heading.format() == Webhook.Format.SLACK
                ? chat("This is a test. Loadplane will tell you here what happens to load tests.", self)
                : plain(heading);
    }

    private static Map<String, @Nullable Object> plain(Heading heading) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", heading.id().value());
        body.put("event", heading.event().word());
        body.put("at", heading.at().toString());
        return body;
    }

    private Map<String, @Nullable Object> facts(Run run) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", run.id().value());
        facts.put("number", run.number());
        facts.put("load_test_id", run.loadTestId().value());
        facts.put("name", run.settings().name());
        facts.put("revision", run.revision());
        facts.put("environment", run.settings().environment());
        facts.put("status", Words.of(run.status()));
        facts.put("status_reason", run.reason() == null ? null : reason(run.reason()));
        facts.putAll(judgement(run));
        facts.put("summary", run.summary() == null ? null : figures(run.summary()));
        facts.put("created_at", text(run.origin().at()));
        facts.put("started_at", text(run.progress().startedAt()));
        facts.put("finished_at", text(run.progress().finishedAt()));
        facts.put("started_by", run.origin().by());
        facts.put("note", run.origin().note());
        facts.put("labels", run.labels());
        String self = publicUrl + "/runs/" + run.id();
        facts.put(
                "links",
                Map.of(
                        "self",
                        self,
                        "report",
                        self + "/report",
                        "load_test",
                        publicUrl + "/loadtests/" + run.loadTestId()));
        return facts;
    }

    private static Map<String, @Nullable Object> judgement(Run run) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("verdict", Words.of(run.verdict()));
        facts.put("verdict_reason", run.judgement().reason());
        facts.put(
                "criteria",
                run.judgement().criteria().stream().map(Payload::standing).toList());
        facts.put(
                "validity",
                Map.of(
                        "state",
                        Words.of(run.validity().state()),
                        "reasons",
                        run.validity().reasons()));
        return facts;
    }

    /** Without the detail, which may be long and shows code. */
    private static Map<String, @Nullable Object> reason(Reason reason) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("code", Words.of(reason.code()));
        facts.put("message", reason.message());
        facts.put("hint", reason.hint());
        return facts;
    }

    private static Map<String, @Nullable Object> standing(CriterionResult result) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("text", result.criterion().sentence());
        facts.put("threshold", result.threshold());
        facts.put("actual", result.actual());
        facts.put("actual_endpoint", result.endpoint());
        facts.put("result", result.outcome() == null ? null : Words.of(result.outcome()));
        facts.put("reason", result.reason());
        return facts;
    }

    private static Map<String, @Nullable Object> figures(Summary summary) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("requests", summary.requests());
        figures.put("failures", summary.failures());
        figures.put("failure_ratio", summary.failureRatio());
        figures.put("rps", summary.rps());
        figures.put("avg", summary.avg());
        figures.put("min", summary.min());
        figures.put("max", summary.max());
        figures.put("p50", summary.p50());
        figures.put("p90", summary.p90());
        figures.put("p95", summary.p95());
        figures.put("p99", summary.p99());
        figures.put("users_peak", summary.usersPeak());
        return figures;
    }

    private static String text(Run run, @Nullable Verdict previous) {
        StringBuilder text = new StringBuilder("*%s* #%d in %s %s"
                .formatted(
                        escape(run.settings().name()),
                        run.number(),
                        run.settings().environment(),
                        Words.of(run.status())));
        if (run.verdict() != Verdict.NOT_EVALUATED) {
            text.append(", verdict *").append(Words.of(run.verdict())).append('*');
            if (previous != null && previous != run.verdict()) {
                text.append(", before it ").append(Words.of(previous));
            }
        }
        if (run.reason() != null) {
            text.append("\n").append(escape(run.reason().message()));
        }
        run.judgement().criteria().stream()
                .filter(result -> result.outcome() == CriterionResult.Outcome.FAILED)
                .forEach(result -> text.append(
                        "\n• %s: it was %s".formatted(escape(result.criterion().sentence()), result.actual())));
        Summary summary = run.summary();
        if (summary != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "\n%,d requests, %.2f %% failed, %.1f per second, 95 %% within %.0f ms",
                    summary.requests(),
                    100 * summary.failureRatio(),
                    summary.rps(),
                    summary.p95()));
        }
        return text.toString();
    }

    private Map<String, @Nullable Object> chat(String text, String path) {
        String cut = text.length() <= MAX_CHAT ? text : text.substring(0, MAX_CHAT) + "…";
        String link = publicUrl.isEmpty() ? path : "<%s%s>".formatted(publicUrl, path);
        return new LinkedHashMap<>(Map.of("text", cut + "\n" + link));
    }

    /** So that a name or an error text can neither link somewhere nor call everybody. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
