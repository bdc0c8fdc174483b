package io.loadplane.model.comparison;

import java.util.Collection;

/** How something differs from the baseline. */
public enum Change {
    IMPROVED,
    /** What differs is within the tolerance, or within what chance explains. */
    SAME,
    REGRESSED,
    NOT_COMPARABLE;

    /** One regression is not made up for by improvements elsewhere; what cannot be compared says nothing. */
    static Change ofAll(Collection<Change> parts) {
        if (parts.contains(REGRESSED)) {
            return REGRESSED;
        } else if (parts.contains(IMPROVED)) {
            return IMPROVED;
        }
        return parts.contains(SAME) ? SAME : NOT_COMPARABLE;
    }
}
