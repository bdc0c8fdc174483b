package io.loadplane.postgres;

import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;

@MappedEntity("environment")
record EnvironmentRow(
        @Id String id,
        String name,
        @MappedProperty("is_default") boolean isDefault,
        String clusterCredentialId,
        String namespace,
        @TypeDef(type = DataType.JSON) String defaults,
        Instant createdAt) {

    static EnvironmentRow of(Environment environment) {
        return new EnvironmentRow(
                environment.id().value(),
                environment.name(),
                environment.isDefault(),
                environment.credential().value(),
                environment.namespace(),
                Json.write(environment.defaults()),
                environment.createdAt());
    }

    Environment toEnvironment() {
        return new Environment(
                new EnvironmentId(id),
                name,
                isDefault,
                new CredentialId(clusterCredentialId),
                namespace,
                Json.readMap(defaults),
                createdAt);
    }
}
