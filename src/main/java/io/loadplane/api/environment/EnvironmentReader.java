package io.loadplane.api.environment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.api.loadtest.DefaultsReader;
import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.RecordReader;
import io.loadplane.model.Findings;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentDraft;
import io.loadplane.model.environment.Limits;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.retention.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what callers write of an environment to what the model means, with our defaults for what is left out. */
final class EnvironmentReader {

    private static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();

    private EnvironmentReader() {}

    static EnvironmentDraft read(byte[] bytes, Findings findings) {
        JsonBody body = JsonBody.parse(bytes);
        EnvironmentBody read = new RecordReader(findings).read(body, EnvironmentBody.class);
        Definition sample = DefaultsReader.read(
                body.tree().path("defaults") instanceof ObjectNode defaults ? defaults : NONE, findings);
        Integer user = body.isNull("run_as_user") ? null : or(read.runAsUser(), Environment.PodSettings.LOCUST_USER);
        return new EnvironmentDraft(
                read.name(),
                Boolean.TRUE.equals(read.isDefault()),
                read.clusterCredentialId(),
                or(read.allowedClusterCredentialIds(), List.of()),
                read.namespace(),
                new Environment.PodSettings(
                        Boolean.TRUE.equals(read.createNamespace()),
                        user,
                        read.packageIndex(),
                        read.pipConfigSecret(),
                        read.certificateIssuer(),
                        or(read.keepFailed(), Duration.ZERO)),
                PolicyReader.read(read.policy(), findings),
                limits(read.limits()),
                or(read.defaults(), Map.of()),
                read.retention() == null ? Retention.OVERALL : read.retention().toRetention(),
                sample);
    }

    private static Limits limits(EnvironmentBody.@Nullable LimitsBody body) {
        return body == null
                ? Limits.NONE
                : new Limits(body.concurrentRuns(), body.totalWorkers(), body.totalUsers(), body.deadline());
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
