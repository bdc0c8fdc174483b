package io.loadplane.model.run;

import io.loadplane.model.Ids;
import java.util.Optional;

/** Identifies one run; safe in DNS names and file names. */
public record RunId(String value) {

    public static final String PREFIX = "run-";

    public RunId {
        Ids.require(PREFIX, value);
    }

    /** Empty when the text is no such id. */
    public static Optional<RunId> parse(String text) {
        return Ids.matches(PREFIX, text) ? Optional.of(new RunId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
