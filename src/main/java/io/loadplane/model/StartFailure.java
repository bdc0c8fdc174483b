package io.loadplane.model;

import org.jspecify.annotations.Nullable;

/** Loadplane cannot start; the message says what the person who starts Loadplane can do. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
