package io.loadplane.postgres;

import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.Revision;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;

@MappedEntity("revision")
record RevisionRow(
        String loadTestId,
        int number,
        @TypeDef(type = DataType.JSON) String source,
        @TypeDef(type = DataType.JSON) String settings,
        Instant createdAt,
        String createdBy) {

    static RevisionRow of(LoadTestId id, Revision revision) {
        return new RevisionRow(
                id.value(),
                revision.number(),
                Json.write(revision.definition().source()),
                Json.write(revision.definition().settings()),
                revision.createdAt(),
                revision.createdBy());
    }

    Revision toRevision() {
        Definition definition = new Definition(Json.read(source, Source.class), Json.read(settings, Settings.class));
        return new Revision(number, definition, createdAt, createdBy);
    }
}
