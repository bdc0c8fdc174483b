package io.loadplane.model.cluster;

import io.loadplane.model.run.Reason;

/** A target refused something, or did not answer. The reason is what a tester is told. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    public ClusterException(Reason reason, Throwable cause) {
        super(reason.message(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
