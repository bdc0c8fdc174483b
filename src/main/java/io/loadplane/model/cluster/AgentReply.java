package io.loadplane.model.cluster;

/**
 * What came back from the agent. Untrusted: the script runs in the same process.
 *
 * @param status HTTP status; 0 when nobody answered
 */
public record AgentReply(int status, byte[] body) {

    public static final AgentReply SILENCE = new AgentReply(0, new byte[0]);

    public boolean ok() {
        return status / 100 == 2;
    }
}
