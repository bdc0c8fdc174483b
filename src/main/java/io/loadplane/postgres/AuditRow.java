package io.loadplane.postgres;

import io.loadplane.model.Words;
import io.loadplane.model.access.Caller;
import io.loadplane.model.audit.AuditEntry;
import io.loadplane.model.audit.AuditEntry.Refusal;
import io.loadplane.model.audit.AuditEntry.Subject;
import io.loadplane.model.audit.AuditEntry.Who;
import io.loadplane.model.audit.AuditId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@MappedEntity("audit_entry")
record AuditRow(
        @Id String id,
        Instant at,
        String callerKind,
        String callerId,
        String callerName,
        String address,
        String action,
        String objectKind,
        @Nullable String objectId,
        @Nullable String objectName,
        @TypeDef(type = DataType.JSON) String environments,
        String outcome,
        @Nullable Integer status,
        @Nullable String code,
        int times,
        @TypeDef(type = DataType.JSON) String changes) {

    static AuditRow of(AuditEntry entry) {
        Refusal refusal = entry.refusal();
        return new AuditRow(
                entry.id().value(),
                entry.at(),
                Words.of(entry.caller().kind()),
                entry.caller().id(),
                entry.caller().name(),
                entry.caller().address(),
                entry.action(),
                entry.subject().kind(),
                entry.subject().id(),
                entry.subject().name(),
                Json.write(entry.subject().environments()),
                Words.of(entry.outcome()),
                refusal == null ? null : refusal.status(),
                refusal == null ? null : refusal.code(),
                entry.times(),
                Json.write(entry.changes()));
    }

    AuditEntry toEntry() {
        return new AuditEntry(
                new AuditId(id),
                at,
                new Who(Words.read(Caller.Kind.class, callerKind), callerId, callerName, address),
                action,
                new Subject(objectKind, objectId, objectName, Json.readStrings(environments)),
                status == null || code == null ? null : new Refusal(status, code),
                times,
                Json.readChanges(changes));
    }
}
