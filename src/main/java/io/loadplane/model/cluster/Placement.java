package io.loadplane.model.cluster;

import io.loadplane.model.run.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where one run is.
 *
 * @param replicas how many workers it has
 * @param agentToken opens the run's agent, and nothing else
 */
public record Placement(RunId id, Target target, int replicas, String agentToken) {

    /** Of the login to Locust's web page. It follows from the token, so that nothing more needs to be kept. */
    public String uiPassword() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(("ui:" + agentToken).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Placement[" + id + "]";
    }
}
