package io.loadplane.api.audit;

import io.loadplane.api.request.Parameters;
import io.loadplane.model.audit.AuditEntry;
import io.loadplane.model.audit.AuditStore;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit are asked for.
 *
 * @param caller only those of this caller, by id or name
 * @param action only those of this operation, such as stop_run
 * @param outcome only what was done, or only what was refused
 * @param environment only what belonged to this environment
 * @param object only those about what has this id
 * @param after only those from after this time (RFC 3339)
 * @param before only those from before this time (RFC 3339)
 * @param limit how many at most, 1 to 200
 * @param cursor where to read on: next_cursor of the page before
 */
@Introspected
record AuditQuery(
        @Nullable @QueryValue String caller,
        @Nullable @QueryValue String action,
        @Nullable @QueryValue String outcome,
        @Nullable @QueryValue String environment,
        @Nullable @QueryValue String object,
        @Nullable @QueryValue String after,
        @Nullable @QueryValue String before,
        @Nullable @QueryValue Integer limit,
        @Nullable @QueryValue String cursor) {

    AuditStore.Filter filter() {
        return new AuditStore.Filter(
                caller,
                action,
                Parameters.word("outcome", outcome, AuditEntry.Outcome.class),
                environment,
                object,
                Parameters.instant("after", after),
                Parameters.instant("before", before));
    }
}
