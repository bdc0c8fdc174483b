package io.loadplane.model.cluster;

/** What the agent can be asked. */
public enum AgentCall {
    STATS("GET", "/ctl/v1/stats"),
    FINAL("GET", "/ctl/v1/final"),
    REPORT("GET", "/ctl/v1/report"),
    STOP("POST", "/ctl/v1/stop"),
    ACK("POST", "/ctl/v1/ack");

    /** The header that opens the agent; everything without it is answered 404. */
    public static final String TOKEN_HEADER = "X-Loadplane-Token";

    private final String method;
    private final String path;

    AgentCall(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }
}
