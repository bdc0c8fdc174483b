package io.loadplane.model.loadtest;

import io.loadplane.model.Ids;
import java.util.Optional;

/** Identifies one load test; safe in DNS names and file names. */
public record LoadTestId(String value) {

    public static final String PREFIX = "lt-";

    public LoadTestId {
        Ids.require(PREFIX, value);
    }

    /** Empty when the text is no such id. */
    public static Optional<LoadTestId> parse(String text) {
        return Ids.matches(PREFIX, text) ? Optional.of(new LoadTestId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
