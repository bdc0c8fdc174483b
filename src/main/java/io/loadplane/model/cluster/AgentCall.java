package io.loadplane.model.cluster;

import java.math.BigDecimal;

/** Something that the agent can be asked. */
public record AgentCall(String method, String path) {

    public static final AgentCall STATS = new AgentCall("GET", "/ctl/v1/stats");
    public static final AgentCall FINAL = new AgentCall("GET", "/ctl/v1/final");
    public static final AgentCall REPORT = new AgentCall("GET", "/ctl/v1/report");
    public static final AgentCall STOP = new AgentCall("POST", "/ctl/v1/stop");
    public static final AgentCall ACK = new AgentCall("POST", "/ctl/v1/ack");

    /** The header that opens the agent; everything without it is answered 404. */
    public static final String TOKEN_HEADER = "X-Loadplane-Token";

    /** To change the load while it is on. */
    public static AgentCall load(int users, double spawnRate) {
        String rate = BigDecimal.valueOf(spawnRate).toPlainString();
        return new AgentCall("POST", "/ctl/v1/load/%d/%s".formatted(users, rate));
    }
}
