package io.loadplane.api.schedule;

import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.RecordReader;
import io.loadplane.api.request.Suggestion;
import io.loadplane.model.Findings;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.schedule.IfRunning;
import io.loadplane.model.schedule.Missed;
import io.loadplane.model.schedule.ScheduleDraft;
import io.loadplane.model.schedule.Timing;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From what callers write of a schedule to what the model means, with our defaults for what is left out. */
final class ScheduleReader {

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private ScheduleReader() {}

    static ScheduleDraft read(byte[] bytes, Findings findings) {
        JsonBody json = JsonBody.parse(bytes);
        ScheduleBody body = new RecordReader(findings).read(json, ScheduleBody.class);
        if (isAbsent(json, "cron") && isAbsent(json, "once_at")) {
            findings.error("/cron", "required", "one of cron and once_at is required");
        }
        if (body.overrides() != null) {
            body.overrides().checkNote("/overrides/note", findings);
            body.overrides().checkUnattended("/overrides", findings);
        }
        return new ScheduleDraft(
                body.loadTestId(),
                body.name(),
                timing(body, findings),
                body.overrides() == null ? Overrides.NONE : body.overrides().toOverrides(),
                body.overrides() == null ? null : body.overrides().note(),
                body.ifRunning() == null ? IfRunning.SKIP : body.ifRunning(),
                body.missed() == null ? Missed.SKIP : body.missed(),
                Boolean.TRUE.equals(body.paused()),
                body.endsAt());
    }

    private static boolean isAbsent(JsonBody json, String field) {
        return !json.has("/" + field) || json.isNull(field);
    }

    private static @Nullable Timing timing(ScheduleBody body, Findings findings) {
        ZoneId zone = body.timeZone() == null ? ZoneId.of("UTC") : zone(body.timeZone(), findings);
        if (body.onceAt() == null) {
            return body.cron() == null || zone == null
                    ? null
                    : new Timing.Recurring(body.cron().strip(), zone);
        } else if (body.cron() != null) {
            findings.error("/once_at", "conflicting_fields", "only one of cron and once_at can be given");
        } else if (body.timeZone() != null) {
            findings.error(
                    "/time_zone", "conflicting_fields", "time_zone is that of cron; once_at brings its own offset");
        }
        return new Timing.Once(body.onceAt());
    }

    private static @Nullable ZoneId zone(String name, Findings findings) {
        if (ZONES.contains(name)) {
            return ZoneId.of(name);
        }
        findings.error(
                "/time_zone",
                "unknown_time_zone",
                "\"%s\" is not the IANA name of a time zone, such as \"Europe/Berlin\"%s"
                        .formatted(name, suggestion(name)));
        return null;
    }

    /** Most leave the continent out. */
    private static String suggestion(String name) {
        String city = "/" + name.toLowerCase(Locale.ROOT).replace(' ', '_');
        return ZONES.stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city))
                .sorted()
                .findFirst()
                .map(zone -> "; did you mean \"%s\"?".formatted(zone))
                .orElseGet(() -> Suggestion.of(name, ZONES));
    }
}
