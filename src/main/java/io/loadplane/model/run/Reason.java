package io.loadplane.model.run;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Why a run is where it is.
 *
 * @param message one sentence that a tester understands
 * @param detail evidence, such as a Python traceback or pip's last lines; null when there is none
 */
public record Reason(
        ReasonCode code, String message, @Nullable String detail) {

    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_DETAIL = 16_000;

    /** Both texts may come from a script; the database keeps no NUL. */
    public Reason {
        requireNonNull(code, "code is null");
        message = message.replace('\0', '\ufffd');
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE) + "…";
        }
        if (detail != null) {
            detail = detail.replace('\0', '\ufffd');
            detail = detail.length() <= MAX_DETAIL ? detail : "…" + detail.substring(detail.length() - MAX_DETAIL);
        }
    }

    public static Reason of(ReasonCode code, String message) {
        return new Reason(code, message, null);
    }

    public String hint() {
        return code.hint();
    }
}
