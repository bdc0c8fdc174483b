package io.loadplane.model.run;

import org.jspecify.annotations.Nullable;

/**
 * Where people find a run on its target.
 *
 * @param namespace where its objects are
 * @param service under which Locust's web page lies in the cluster; null when it is not open
 * @param portForwardCommand brings the master's web port to the caller's machine
 * @param uiUrl of Locust's web page; null when no ingress leads to it
 * @param uiUser login of Locust's web page; null when it is not open
 */
public record Outputs(
        String namespace,
        @Nullable String service,
        String portForwardCommand,
        @Nullable String uiUrl,
        @Nullable String uiUser,
        @Nullable String uiPassword) {}
