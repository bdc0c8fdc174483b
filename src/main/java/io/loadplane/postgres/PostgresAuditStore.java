package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.Words;
import io.loadplane.model.access.Reach;
import io.loadplane.model.audit.AuditEntry;
import io.loadplane.model.audit.AuditStore;
import jakarta.inject.Singleton;
import java.util.List;

@Singleton
class PostgresAuditStore implements AuditStore {

    private final AuditRows rows;

    PostgresAuditStore(AuditRows rows) {
        this.rows = rows;
    }

    @Override
    public void append(AuditEntry entry) {
        rows.save(AuditRow.of(entry));
    }

    @Override
    public List<String> environmentsOf(String objectId) {
        return Json.readStrings(rows.environmentsOf(objectId));
    }

    @Override
    public Page<AuditEntry> list(Filter filter, Reach reach, Page.Request page) {
        List<AuditEntry> found = rows
                .list(
                        filter.caller(),
                        filter.action(),
                        filter.outcome() == null ? null : Words.of(filter.outcome()),
                        filter.environment(),
                        filter.object(),
                        filter.after(),
                        filter.before(),
                        Reaches.text(reach),
                        page.after(),
                        page.limit() + 1)
                .stream()
                .map(AuditRow::toEntry)
                .toList();
        return Page.of(found, page, entry -> entry.id().value());
    }
}
