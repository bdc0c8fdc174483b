package io.loadplane.model;

/** A secret cannot be opened here, though perhaps by a process that has other keys. */
public final class SecretUnreadable extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public SecretUnreadable(String message) {
        super(message);
    }
}
