package io.loadplane.model.environment;

import java.util.List;
import java.util.Map;

/**
 * An environment as a caller wrote it, our defaults filled in.
 *
 * @param credential id of a cluster credential, unchecked
 */
public record EnvironmentDraft(
        String name,
        boolean isDefault,
        String credential,
        List<String> allowedCredentials,
        String namespace,
        Environment.PodSettings pods,
        Environment.Policy policy,
        Map<String, Object> defaults) {}
