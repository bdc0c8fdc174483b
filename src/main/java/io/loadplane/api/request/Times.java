package io.loadplane.api.request;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as callers write them (RFC 3339). */
final class Times {

    static final String EXPECTED = "a time such as \"2026-01-31T12:00:00Z\" (RFC 3339)";

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private Times() {}

    /** In milliseconds, as we show times; empty when the text is none, or far beyond any run. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text))
                    .filter(time -> !time.isBefore(EARLIEST) && time.isBefore(LATEST))
                    .map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
