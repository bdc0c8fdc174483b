package io.loadplane.model.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long what runs leave behind is kept, counted from their end. Zero keeps it for ever; null leaves it to the overall
 * settings. Whatever is left of a run goes with the run.
 */
public record Retention(
        @Nullable Duration samples,
        @Nullable Duration endpointSamples,
        @Nullable Duration logs,
        @Nullable Duration reports,
        @Nullable Duration runs) {

    /** Nothing of its own. */
    public static final Retention OVERALL = new Retention(null, null, null, null, null);

    /** Shorter ones would take away what its caller has not yet read. */
    public static final Duration SHORTEST = Duration.ofHours(1);

    /** This one, and the other where it says nothing. */
    public Retention or(Retention other) {
        return new Retention(
                samples == null ? other.samples : samples,
                endpointSamples == null ? other.endpointSamples : endpointSamples,
                logs == null ? other.logs : logs,
                reports == null ? other.reports : reports,
                runs == null ? other.runs : runs);
    }

    /** Before when a run must have ended for this of it to go; empty when it stays for ever. */
    public Optional<Instant> goesBefore(Kept what, Instant now) {
        return Optional.ofNullable(of(what)).filter(time -> time.isPositive()).map(now::minus);
    }

    public @Nullable Duration of(Kept what) {
        return switch (what) {
            case SAMPLES -> samples;
            case ENDPOINT_SAMPLES -> endpointSamples;
            case LOGS -> logs;
            case REPORTS -> reports;
            case RUNS -> runs;
        };
    }
}
