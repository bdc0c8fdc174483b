package io.loadplane.model.run;

import java.util.List;

/** Whether the load was really generated as asked, and if not, what speaks against it. */
public record Validity(State state, List<String> reasons) {

    public static final Validity UNKNOWN = new Validity(State.UNKNOWN, List.of());

    /** {@code UNKNOWN} until there is a complete result. */
    public enum State {
        VALID,
        DEGRADED,
        UNKNOWN
    }

    public Validity {
        reasons = List.copyOf(reasons);
    }
}
