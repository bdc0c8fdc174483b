package io.loadplane.model.cluster;

import org.jspecify.annotations.Nullable;

/**
 * One line of a verification.
 *
 * @param subject what was looked at, such as {@code create jobs.batch}
 * @param advice what to do about it; null when all is well
 */
public record Check(
        String subject,
        State state,
        String message,
        @Nullable String advice) {

    /** How it stands; what could not be found out is unknown, and no reason to give up. */
    public enum State {
        OK,
        MISSING,
        UNKNOWN
    }
}
