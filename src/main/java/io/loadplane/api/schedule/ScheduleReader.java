package io.loadplane.api.schedule;

import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.RecordReader;
import io.loadplane.api.request.ZoneNames;
import io.loadplane.model.Findings;
import io.loadplane.model.loadtest.Overrides;
import io.loadplane.model.schedule.IfRunning;
import io.loadplane.model.schedule.Missed;
import io.loadplane.model.schedule.ScheduleDraft;
import io.loadplane.model.schedule.Timing;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** From what callers write of a schedule to what the model means, with our defaults for what is left out. */
final class ScheduleReader {

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
        ZoneId zone = ZoneNames.read("/time_zone", body.timeZone(), findings);
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
}
