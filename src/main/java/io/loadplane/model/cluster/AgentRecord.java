package io.loadplane.model.cluster;

import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import org.jspecify.annotations.Nullable;

/** The record in which an agent says why it could not even begin, turned into a reason. */
public record AgentRecord(
        String stage, String error, @Nullable String detail) {

    /** Stages that fail for causes outside the script; all others are the script's. */
    public Reason reason() {
        ReasonCode code = switch (stage) {
            case "packages", "locust" -> ReasonCode.PIP_INSTALL_FAILED;
            case "bundle", "final" -> ReasonCode.INTERNAL_ERROR;
            default -> ReasonCode.SCRIPT_ERROR;
        };
        return new Reason(code, error, detail);
    }
}
