package io.loadplane.model.environment;

import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.policy.Policy;
import io.loadplane.model.retention.Retention;
import java.util.List;
import java.util.Map;

/**
 * An environment as a caller wrote it, our defaults filled in.
 *
 * @param credential id of a cluster credential, unchecked
 * @param sample a definition in which the defaults are all that was given
 */
public record EnvironmentDraft(
        String name,
        boolean isDefault,
        String credential,
        List<String> allowedCredentials,
        String namespace,
        Environment.PodSettings pods,
        Policy policy,
        Limits limits,
        Map<String, Object> defaults,
        Retention retention,
        Definition sample) {}
