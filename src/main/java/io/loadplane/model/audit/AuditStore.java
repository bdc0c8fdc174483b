package io.loadplane.model.audit;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Durable entries of the audit; added, and never changed. */
public interface AuditStore {

    /**
     * @param caller id or name; null for all, as everywhere here
     * @param object id
     */
    record Filter(
            @Nullable String caller,
            @Nullable String action,
            AuditEntry.@Nullable Outcome outcome,
            @Nullable String environment,
            @Nullable String object,
            @Nullable Instant after,
            @Nullable Instant before) {}

    /** In the transaction of the caller, if there is one. */
    void append(AuditEntry entry);

    /** Those that something of that id belongs to; empty when it belongs to none, or there is no such thing. */
    List<String> environmentsOf(String objectId);

    /** Newest first; those of which all environments are in the reach. */
    Page<AuditEntry> list(Filter filter, Reach reach, Page.Request page);
}
