package io.loadplane.model.access;

/** What callers are; each role may do what those before it may. */
public enum Role {
    VIEWER,
    TESTER,
    PLATFORM;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
