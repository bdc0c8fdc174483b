package io.loadplane.api.audit;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loadplane.api.request.Cursor;
import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.audit.AuditEntry;
import io.loadplane.model.audit.AuditEntry.Refusal;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that a caller did, or tried to do.
 *
 * @param id of the entry
 * @param at when; of refusals that are summed up, the last time
 * @param caller who it was
 * @param action the operation, such as stop_run; several for refusals that are summed up
 * @param object what it was about
 * @param outcome done or refused
 * @param status HTTP status of a refusal; null for what was done
 * @param code code of the problem of a refusal; null for what was done
 * @param times how often; more than once for refusals within a minute that are summed up
 * @param changes what is different since, by the names of fields; secrets are "***"
 */
@Serdeable
@Schema(name = "AuditEntry")
record AuditEntryView(
        @Schema(example = "aud-01k0000000000000000000000a") String id,
        Instant at,
        CallerView caller,
        @Schema(example = "revise_environment") String action,
        ObjectView object,

        @Schema(
                example = "done",
                allowableValues = {"done", "refused"})
        String outcome,

        @Nullable @Schema(requiredMode = REQUIRED, example = "403")
        Integer status,

        @Nullable @Schema(requiredMode = REQUIRED, example = "forbidden")
        String code,

        @Schema(example = "1") int times,
        Map<String, ChangeView> changes) {

    /**
     * Who it was.
     *
     * @param kind how they proved it: bootstrap, token, oidc; nobody for a token that opened nothing
     * @param id of the caller, whatever the name
     * @param name for people
     * @param address where the request came from
     */
    @Serdeable
    @Schema(name = "AuditCaller")
    record CallerView(
            @Schema(
                    example = "token",
                    allowableValues = {"bootstrap", "token", "oidc", "nobody"})
            String kind,

            @Schema(example = "tok-01k0000000000000000000000a")
            String id,

            @Schema(example = "token:ci") String name,
            @Schema(example = "10.1.2.3") String address) {}

    /**
     * What it was about.
     *
     * @param kind such as load_test, run, environment
     * @param id null for what was never made
     * @param name its name then; null for refusals
     * @param environments those it belonged to; empty for none
     */
    @Serdeable
    @Schema(name = "AuditObject")
    record ObjectView(
            @Schema(example = "environment") String kind,

            @Nullable @Schema(requiredMode = REQUIRED, example = "env-01k0000000000000000000000a")
            String id,

            @Nullable @Schema(requiredMode = REQUIRED, example = "staging")
            String name,

            @Schema(example = "[\"staging\"]") List<String> environments) {}

    /**
     * What became of a field, as text; what is no text is written as JSON.
     *
     * @param before null where there was nothing
     * @param after null where there is nothing any more
     */
    @Serdeable
    @Schema(name = "AuditChange")
    record ChangeView(
            @Nullable @Schema(requiredMode = REQUIRED, example = "10")
            String before,

            @Nullable @Schema(requiredMode = REQUIRED, example = "20")
            String after) {

        private static final JsonMapper JSON = new JsonMapper();

        static ChangeView of(AuditEntry.Change change) {
            return new ChangeView(text(change.before()), text(change.after()));
        }

        private static @Nullable String text(@Nullable Object value) {
            return value == null || value instanceof String
                    ? (String) value
                    : JSON.valueToTree(value).toString();
        }
    }

    /**
     * Some entries of the audit, newest first.
     *
     * @param items the entries
     * @param nextCursor pass it as cursor to read on; null on the last page
     */
    @Serdeable
    @Schema(name = "AuditPage")
    record AuditPage(List<AuditEntryView> items, @Nullable String nextCursor) {}

    static AuditPage pageOf(Page<AuditEntry> page) {
        return new AuditPage(page.map(AuditEntryView::of).items(), Cursor.encode(page.next()));
    }

    private static AuditEntryView of(AuditEntry entry) {
        Refusal refusal = entry.refusal();
        Map<String, ChangeView> changes = new TreeMap<>();
        entry.changes().forEach((name, change) -> changes.put(name, ChangeView.of(change)));
        return new AuditEntryView(
                entry.id().value(),
                entry.at(),
                new CallerView(
                        Words.of(entry.caller().kind()),
                        entry.caller().id(),
                        entry.caller().name(),
                        entry.caller().address()),
                entry.action(),
                new ObjectView(
                        entry.subject().kind(),
                        entry.subject().id(),
                        entry.subject().name(),
                        entry.subject().environments()),
                Words.of(entry.outcome()),
                refusal == null ? null : refusal.status(),
                refusal == null ? null : refusal.code(),
                entry.times(),
                changes);
    }
}
