package io.loadplane.service;

import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.AuditEntry;
import io.loadplane.model.audit.AuditEntry.Change;
import io.loadplane.model.audit.AuditEntry.Subject;
import io.loadplane.model.audit.AuditEntry.Who;
import io.loadplane.model.audit.AuditId;
import io.loadplane.model.audit.AuditStore;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.Map;

/** Writes down what callers change, and shows it. */
@Singleton
public class AuditService {

    private final AuditStore entries;
    private final Ids ids;

    AuditService(AuditStore entries, Ids ids) {
        this.entries = entries;
        this.ids = ids;
    }

    public Page<AuditEntry> list(AuditStore.Filter filter, Page.Request page, Caller caller) {
        return entries.list(filter, caller.requireReach(Action.READ_AUDIT), page);
    }

    /** Every change calls this in its transaction, so that there is neither without the other. */
    @Transactional(propagation = Propagation.MANDATORY)
    void done(Caller caller, Subject subject, Map<String, Change> changes) {
        entries.append(new AuditEntry(
                new AuditId(ids.next(AuditId.PREFIX)),
                ids.clock().instant(),
                Who.of(caller),
                caller.call().action(),
                subject,
                null,
                1,
                changes));
    }
}
