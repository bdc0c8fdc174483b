package io.loadplane.model.run;

import io.loadplane.model.Sha256;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where people find a run on its target.
 *
 * @param namespace where its objects are
 * @param service under which Locust's web page lies in the cluster; null when it is not open
 * @param portForwardCommand brings the master's web port to the caller's machine
 * @param uiUrl of Locust's web page; null when no ingress leads to it
 * @param uiUser login of Locust's web page; null when it is not open
 * @param uiPassword of the login; null also when the run is cleaned up
 */
public record Outputs(
        String namespace,
        @Nullable String service,
        String portForwardCommand,
        @Nullable String uiUrl,
        @Nullable String uiUser,
        @Nullable String uiPassword) {

    /** It follows from the token, so that nothing more needs to be kept. */
    public static String passwordOf(String agentToken) {
        return Sha256.hex(("ui:" + agentToken).getBytes(StandardCharsets.UTF_8)).substring(0, 24);
    }

    public Outputs withPassword(@Nullable String password) {
        return new Outputs(namespace, service, portForwardCommand, uiUrl, uiUser, password);
    }

    @Override
    public String toString() {
        return "Outputs[" + namespace + "]";
    }
}
