package io.loadplane.model.report;

import io.loadplane.model.comparison.Comparison;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.Sample;
import io.loadplane.model.run.Statistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a report tells of a run.
 *
 * @param statistics the result, or the newest there are; null when nothing was measured
 * @param comparison with the baseline of its load test; null when there is none, or when it is this run
 * @param samples in order; none when they have gone before the run
 * @param events in order; at most {@link #MAX_EVENTS}
 */
public record Report(
        Run run,
        @Nullable Statistics statistics,
        @Nullable Comparison comparison,
        List<Sample> samples,
        List<RunEvent> events) {

    public static final int MAX_EVENTS = 500;

    public Report {
        samples = List.copyOf(samples);
        events = List.copyOf(events);
    }
}
