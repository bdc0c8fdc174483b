package io.loadplane.postgres;

import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentId;
import io.loadplane.model.environment.Limits;
import io.loadplane.model.policy.Policy;
import io.loadplane.model.retention.Retention;
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
        @TypeDef(type = DataType.JSON) String allowedClusterCredentialIds,
        String namespace,
        @TypeDef(type = DataType.JSON) String pods,
        @TypeDef(type = DataType.JSON) String policy,
        @TypeDef(type = DataType.JSON) String limits,
        @TypeDef(type = DataType.JSON) String defaults,
        @TypeDef(type = DataType.JSON) String retention,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    Environment toEnvironment() {
        return new Environment(
                new EnvironmentId(id),
                name,
                isDefault,
                new CredentialId(clusterCredentialId),
                Json.readStrings(allowedClusterCredentialIds).stream()
                        .map(CredentialId::new)
                        .toList(),
                namespace,
                Json.read(pods, Environment.PodSettings.class),
                Json.read(policy, Policy.class),
                Json.read(limits, Limits.class),
                Json.readMap(defaults),
                Json.read(retention, Retention.class),
                version,
                createdAt,
                updatedAt);
    }
}
